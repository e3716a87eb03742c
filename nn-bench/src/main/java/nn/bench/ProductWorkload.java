package nn.bench;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import nn.api.DType;

/** A product, also by the calls of the library below a backend. */
record ProductWorkload(Product product) implements Workload {

  @Override
  public String title() {
    return product.toString();
  }

  @Override
  public Place place() {
    boolean square = product.m() == product.n() && product.n() == product.k();
    String form = BenchCommand.spelling(product.dtype()) + " " + product.form();
    return square
        ? new Place(form + ", n x n", String.valueOf(product.n()))
        : new Place(form, product.m() + "x" + product.n() + "x" + product.k());
  }

  @Override
  public DType dtype() {
    return product.dtype();
  }

  @Override
  public Rate rate() {
    return Rate.gigaflops(product.operations());
  }

  @Override
  public int extent() {
    return Math.min(product.m(), Math.min(product.n(), product.k()));
  }

  @Override
  public List<String> contenders(String backend, int threads) {
    return Contenders.of(backend, product, threads);
  }

  @Override
  public Measurement measure(Jmh jmh, String contender, int threads) {
    return jmh.measure(
        ProductBenchmark.class,
        contender,
        Map.of("product", product.toString(), "threads", String.valueOf(threads)),
        UnaryOperator.identity());
  }
}
