/**
 * A backend whose products are computed by the OpenBLAS that ND4J ships; everything else is exact.
 */
@NullMarked
package nn.backend.nd4j;

import org.jspecify.annotations.NullMarked;
