package nn.tck;

/** The kinds of cases of which each level has a quota in every number type. */
enum Counted {
  /** Products compared element by element with what the tier allows. */
  PRODUCTS("products", 1.0),

  /** Of these, those with m, n and k above 32. */
  ABOVE_32("productsAbove32", 0.1),

  /** Of these, those with k above 1,000. */
  LONG("productsWithKAbove1000", 0.02),

  /** Of these, those with m, n and k above 64, which span two tiles of 64 in each direction. */
  TWO_TILES("productsOfTwoTiles", 0.01),

  /** Products of integers, compared exactly. */
  INTEGERS("integerProducts", 1.0),

  /** Products of NaN, infinities and zeros among other numbers. */
  SPECIALS("specialValueProducts", 1.0),

  /** Elements of element-wise functions. */
  POINTS("elementwisePoints", 1.0),

  /** Sequences of calls after each of which every tensor was compared. */
  SEQUENCES("sequencesOfCalls", 1.0);

  /** As it is called in the certificate. */
  final String title;

  private final double share;

  Counted(String title, double share) {
    this.title = title;
    this.share = share;
  }

  /** The least number for a level. */
  long quota(Level level) {
    int all =
        switch (this) {
          case INTEGERS -> level.integers;
          case SPECIALS -> level.specials;
          case POINTS -> level.points;
          case SEQUENCES -> level.sequences;
          default -> level.products;
        };
    return (long) (share * all);
  }
}
