package nn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.DType;
import nn.core.Network;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ModelCacheTest {
  private static final Backend BACKEND = TestModels.backend("naive", DType.FLOAT64);

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  @Test
  void manyThreadsAtOnceOpenAModelOnce() throws Exception {
    ModelCache cache = new ModelCache(1);
    int count = 8;
    CountDownLatch all = new CountDownLatch(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    Callable<RowModel> task =
        () -> {
          all.countDown();
          all.await();
          return cache.take(key("a"), ModelCacheTest::open);
        };
    List<Future<RowModel>> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(threads.submit(task));
    }
    for (Future<RowModel> one : taken) {
      assertSame(taken.get(0).get(), one.get());
    }
    threads.shutdown();
    assertEquals(1, cache.opened());
  }

  @Test
  void ofTooManyTheLeastRecentlyUsedIsClosed() {
    ModelCache cache = new ModelCache(2);
    NetworkRowModel a = use(cache, "a");
    NetworkRowModel b = use(cache, "b");
    assertSame(a, use(cache, "a"));
    use(cache, "c");
    assertClosed(b);
    assertSame(a, use(cache, "a"));
    assertNotSame(b, use(cache, "b"));
    assertEquals(4, cache.opened());
  }

  @Test
  void whatIsInUseStaysOpen() {
    ModelCache cache = new ModelCache(0);
    NetworkRowModel twice = (NetworkRowModel) cache.take(key("a"), ModelCacheTest::open);
    assertSame(twice, cache.take(key("a"), ModelCacheTest::open));
    assertClosed(use(cache, "b"));
    cache.release(key("a"));
    twice.network().predict(new double[1], 1);
    cache.release(key("a"));
    assertClosed(twice);
    assertThrows(IllegalStateException.class, () -> cache.release(key("a")));
  }

  @Test
  void whatCannotBeOpenedIsTriedAgain() {
    ModelCache cache = new ModelCache(1);
    Supplier<RowModel> broken =
        () -> {
          throw new IllegalArgumentException("broken");
        };
    assertThrows(IllegalArgumentException.class, () -> cache.take(key("a"), broken));
    assertEquals(0, cache.opened());
    use(cache, "a");
    assertEquals(1, cache.opened());
  }

  @Test
  void anotherBackendIsAnotherModel() {
    ModelCache cache = new ModelCache(2);
    NetworkRowModel one = use(cache, "a");
    ModelCache.Key key =
        new ModelCache.Key("a", new WorkerBackend("x", "1", DType.FLOAT32, BACKEND.tier(), 1));
    assertNotSame(one, cache.take(key, ModelCacheTest::open));
    cache.release(key);
  }

  private static RowModel open() {
    return new NetworkRowModel(TestModels.binary(BACKEND, 1), 4);
  }

  private static NetworkRowModel use(ModelCache cache, String name) {
    NetworkRowModel model = (NetworkRowModel) cache.take(key(name), ModelCacheTest::open);
    cache.release(key(name));
    return model;
  }

  private static void assertClosed(NetworkRowModel model) {
    Network network = model.network();
    assertThrows(ClosedException.class, () -> network.predict(new double[1], 1));
  }

  private static ModelCache.Key key(String name) {
    return new ModelCache.Key(name, WorkerBackend.of(BACKEND));
  }
}
