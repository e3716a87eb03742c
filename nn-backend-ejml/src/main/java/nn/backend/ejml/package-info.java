/** A backend whose products are those of EJML, the Efficient Java Matrix Library. */
@NullMarked
package nn.backend.ejml;

import org.jspecify.annotations.NullMarked;
