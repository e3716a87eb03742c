package nn.core.golden;

class NaiveGoldensTest extends ArticleGoldens {
  NaiveGoldensTest() {
    super("naive", true);
  }
}
