/**
 * A training's report as one HTML file: sections, tables, pictures in SVG, and what escapes it all.
 */
@NullMarked
package nn.cli.report;

import org.jspecify.annotations.NullMarked;
