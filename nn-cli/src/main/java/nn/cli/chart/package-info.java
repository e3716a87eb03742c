/** Pictures of data, training and results; a class each. */
@NullMarked
package nn.cli.chart;

import org.jspecify.annotations.NullMarked;
