package nn.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;

/** ND4J's threads are the JVM's: one count at a time. */
@WithNatives
class Nd4jThreadsTest {
  private static final String MESSAGE =
      "NN-105 open: ND4J's threads are the whole JVM's, and their number is set by the nd4j backend"
          + " that is already open: that one has 2, now 3 was asked for: open both with one thread"
          + " count (nn.threads, NN_THREADS or BackendOptions), or close the other one first.";

  private static Backend open(DType dtype, int threads) {
    return Backends.open("nd4j", new BackendOptions(dtype, threads));
  }

  private static BackendException refused(int threads) {
    return assertThrows(BackendException.class, () -> open(DType.FLOAT64, threads).close());
  }

  @Test
  void anotherThreadCountIsRefusedWhileOneIsOpen() {
    try (Backend first = open(DType.FLOAT64, 2);
        Backend second = open(DType.FLOAT32, 2)) {
      assertEquals(2, openblas_nolapack.blas_get_num_threads());
      BackendException refused = refused(3);
      assertEquals("NN-105", refused.code());
      assertEquals(MESSAGE, refused.getMessage());
      assertEquals(2, openblas_nolapack.blas_get_num_threads());
      assertEquals(2, first.threads());
      assertEquals(2, second.threads());
    }
  }

  @Test
  void theDocumentationQuotesTheMessage() throws IOException {
    String errors = Files.readString(Path.of("..", "docs", "errors.md"));
    assertTrue(errors.contains(MESSAGE), MESSAGE);
  }

  @Test
  void theNextOneSetsItAnewOnceAllAreClosed() {
    Backend first = open(DType.FLOAT64, 2);
    Backend second = open(DType.FLOAT64, 2);
    first.close();
    first.close(); // counts once
    assertEquals("NN-105", refused(1).code());
    second.close();
    for (int threads : new int[] {1, 2}) {
      try (Backend next = open(DType.FLOAT32, threads)) {
        assertEquals(threads, next.threads());
        assertEquals(threads, openblas_nolapack.blas_get_num_threads());
      }
    }
  }
}
