package nn.api.network;

/** A seeded stream of pseudo-random numbers. Belongs to one thread. */
public interface RandomStream {

  /** The next number, uniform in {@code [0, 1)}. */
  double uniform();

  /** The next number, normal with mean 0 and standard deviation 1. */
  double normal();
}
