package nn.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import nn.api.Message;

/** Tries, before work is sent, whether it can be, and sees which backends it names. */
final class Sending extends ObjectOutputStream {
  private final Set<WorkerBackend> backends = new LinkedHashSet<>();

  private Sending() throws IOException {
    super(OutputStream.nullOutputStream());
    enableReplaceObject(true);
  }

  /**
   * Refuses what cannot be sent.
   *
   * @param operation what errors begin with
   * @param what is sent, in words
   * @return the backends that are in it
   * @throws SparkJobException if it, or something that it captures, is not {@link
   *     java.io.Serializable}
   */
  static Set<WorkerBackend> require(String operation, String what, Object sent) {
    try {
      return backends(sent);
    } catch (IOException refused) {
      throw new SparkJobException(
          Message.of(
              "%s: what is sent to executors must be serializable, with all that it captures; take"
                  + " a TaskBackend for a backend, copy fields to variables, and make networks and"
                  + " trainings inside of the lambda: %s has a %s",
              operation, what, String.valueOf(refused.getMessage()).lines().findFirst().orElse("")),
          refused);
    }
  }

  /**
   * The backends that are in an object.
   *
   * @throws IOException if it cannot be sent
   */
  static Set<WorkerBackend> backends(Object sent) throws IOException {
    try (Sending sending = new Sending()) {
      sending.writeObject(sent);
      return sending.backends;
    }
  }

  @Override
  protected Object replaceObject(Object object) {
    if (object instanceof WorkerBackend backend) {
      backends.add(backend);
    }
    return object;
  }
}
