/** The article's program step by step, for reading, teaching and checking. */
@NullMarked
package nn.core.article;

import org.jspecify.annotations.NullMarked;
