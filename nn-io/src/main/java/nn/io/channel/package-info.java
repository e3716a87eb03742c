/** What file channels need that the JDK leaves to their users. */
@NullMarked
package nn.io.channel;

import org.jspecify.annotations.NullMarked;
