package nn.backend.ejml;

import nn.core.golden.ArticleGoldens;

class EjmlGoldensTest extends ArticleGoldens {
  EjmlGoldensTest() {
    super("ejml", false);
  }
}
