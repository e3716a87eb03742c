package nn.tck;

import nn.tck.reference.Generator;

/**
 * Kinds of extents of a product, {@code [m, n, k]}, and how many of every 100 cases have each. The
 * first three have quotas of their own in {@link Counted}.
 */
enum Stratum {
  /** All three above 64, so that tiles of up to 64 meet a second one in each direction. */
  TWO_TILES(1) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.between(65, 200), random.between(65, 200), random.between(65, 200)};
    }
  },

  /** A long sum. */
  LONG(2) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.between(1, 17), random.between(1, 17), random.between(1001, 4096)};
    }
  },

  /** All three above 32. */
  LARGE(10) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.between(33, 96), random.between(33, 96), random.between(33, 96)};
    }
  },

  /** At least one extent of 1: columns, rows, inner and outer products. */
  ONES(13) {
    @Override
    int[] draw(Generator random) {
      int[] extents = {random.between(1, 130), random.between(1, 130), random.between(1, 130)};
      extents[random.below(3)] = 1;
      if (random.below(3) == 0) {
        extents[random.below(3)] = 1;
      }
      return extents;
    }
  },

  /** Primes, which no tile divides. */
  PRIMES(14) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.pick(PRIME), random.pick(PRIME), random.pick(PRIME)};
    }
  },

  /** Tiles of 4, 8, 16, 32 and 64, and one more or less. */
  EDGES(25) {
    @Override
    int[] draw(Generator random) {
      return new int[] {edge(random), edge(random), edge(random)};
    }

    private static int edge(Generator random) {
      return (4 << random.below(5)) + random.between(-1, 1);
    }
  },

  /** Many rows. */
  TALL(10) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.between(129, 1025), random.between(1, 9), random.between(1, 17)};
    }
  },

  /** Many columns. */
  FLAT(10) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.between(1, 9), random.between(129, 1025), random.between(1, 17)};
    }
  },

  /** Anything small. */
  SMALL(15) {
    @Override
    int[] draw(Generator random) {
      return new int[] {random.between(1, 17), random.between(1, 17), random.between(1, 17)};
    }
  };

  private static final int[] PRIME = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 53, 67, 89};

  private final int ofHundred;

  Stratum(int ofHundred) {
    this.ofHundred = ofHundred;
  }

  /** The stratum of a case: in turn, so that every hundred cases have their share of each. */
  static Stratum of(int number) {
    int left = number % 100;
    int at = 0;
    Stratum[] all = values();
    while (left >= all[at].ofHundred) {
      left -= all[at].ofHundred;
      at++;
    }
    return all[at];
  }

  /** {m, n, k}. */
  abstract int[] draw(Generator random);
}
