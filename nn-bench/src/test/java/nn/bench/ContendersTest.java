package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import nn.api.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContendersTest {

  static Stream<Arguments> products() {
    return Stream.of(DType.values())
        .flatMap(
            dtype ->
                Stream.of(Form.values())
                    .flatMap(
                        form ->
                            Stream.of(
                                    new Product(dtype, form, 1, 70, 5),
                                    new Product(dtype, form, 65, 3, 66),
                                    new Product(dtype, form, 16, 17, 1))
                                .map(Arguments::of)));
  }

  @ParameterizedTest
  @MethodSource("products")
  void allComputeTheProduct(Product product) {
    Oracle oracle = new Oracle(product, product.a(), product.b());
    for (String backend : List.of("naive", "naive-fma", "ejml")) {
      for (String name : Contenders.of(backend, product, 2)) {
        try (Contender contender = Contenders.open(name, product, 2)) {
          contender.multiply();
          contender.multiply();
          oracle.check(contender.result());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void formsOfEjmlThatNeedThreadsNeedThreads(Form form) {
    Product product = new Product(DType.FLOAT64, form, 2, 3, 4);
    assertEquals(
        0, Contenders.of("ejml", product, 1).stream().filter(name -> name.contains("MT")).count());
    assertEquals(
        2, Contenders.of("ejml", product, 2).stream().filter(name -> name.contains("MT")).count());
  }

  @Test
  void aBackendWithoutALibraryStandsAlone() {
    Product product = new Product(DType.FLOAT64, Form.PLAIN, 2, 3, 4);
    assertEquals(List.of("naive"), Contenders.of("naive", product, 1));
    assertThrows(IllegalArgumentException.class, () -> Contenders.open("naive: gemm", product, 1));
  }
}
