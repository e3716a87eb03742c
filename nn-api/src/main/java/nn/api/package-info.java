/** What a plug-in author implements or receives. */
@NullMarked
package nn.api;

import org.jspecify.annotations.NullMarked;
