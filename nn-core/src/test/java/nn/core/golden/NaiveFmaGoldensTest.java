package nn.core.golden;

class NaiveFmaGoldensTest extends ArticleGoldens {
  NaiveFmaGoldensTest() {
    super("naive-fma", false);
  }
}
