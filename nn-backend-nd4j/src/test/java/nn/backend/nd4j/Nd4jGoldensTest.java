package nn.backend.nd4j;

import nn.core.golden.ArticleGoldens;

@WithNatives
class Nd4jGoldensTest extends ArticleGoldens {
  Nd4jGoldensTest() {
    super("nd4j", false);
  }
}
