/** The list of this jar's plug-ins; for the service loader alone. */
@NullMarked
package nn.core.plugins;

import org.jspecify.annotations.NullMarked;
