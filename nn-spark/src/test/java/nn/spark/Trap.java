package nn.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;

/**
 * The identity, in the middle of which something happens once: what the name of a file says that
 * lies in the folder of the system property {@value #FOLDER}. Whoever removes the file does it.
 */
record Trap() implements Activation {
  static final String FOLDER = "nn.test.trap";
  static final String KILL = "kill";
  static final String FAIL = "fail";
  static final String SLEEP = "sleep";

  private static final long LONG = 600_000; // ms; longer than a test may wait

  /** Sets it. */
  static void set(Path folder, String what) {
    try {
      Files.createFile(folder.resolve(what));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String kind() {
    return "test-trap";
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    if (a != z) {
      backend.copy(z, a);
    }
    spring();
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    if (dz != da) {
      backend.copy(da, dz);
    }
  }

  private static void spring() {
    String folder = System.getProperty(FOLDER);
    if (folder == null) {
      return;
    }
    try {
      if (Files.deleteIfExists(Path.of(folder, KILL))) {
        String own = String.valueOf(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-KILL", own).start();
        Thread.sleep(LONG);
      }
      if (Files.deleteIfExists(Path.of(folder, SLEEP))) {
        Thread.sleep(LONG);
      }
      if (Files.deleteIfExists(Path.of(folder, FAIL))) {
        throw new IllegalStateException("trap: it was set");
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("trap: interrupted", stopped);
    }
  }
}
