package nn.backend.vector;

import nn.core.golden.ArticleGoldens;

class VectorGoldensTest extends ArticleGoldens {
  VectorGoldensTest() {
    super("vector", false);
  }
}
