package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of element-wise kernels. A class that holds a kernel copies what it uses to {@code
 * static final} fields of its own.
 */
final class Lanes {

  static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private Lanes() {}
}
