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

  /**
   * Whether comparisons and selections of doubles are compiled: C2 knows no mask of two, and such a
   * vector would be an object. Where not, definitions are computed as they stand.
   */
  static final boolean SELECTS_DOUBLES = DOUBLES.length() >= 4;

  /** The same for floats, of which every vector has four. */
  static final boolean SELECTS_FLOATS = FLOATS.length() >= 4;

  private Lanes() {}
}
