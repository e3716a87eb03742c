package nn.tck.reference;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import nn.api.AliasException;
import nn.api.ClosedException;
import nn.api.ShapeMismatchException;

/** What a loop or a task may throw: all of it is its caller's, whatever a backend throws itself. */
public final class Throwables {

  private static final List<Supplier<Throwable>> KINDS =
      List.of(
          Loops.Refusal::new,
          Loops.Failure::new,
          () -> new IOException("thrown undeclared, as other languages do"),
          () -> new ClosedException("of something else"),
          () -> new ShapeMismatchException("of something else"),
          () -> new AliasException("of something else"),
          NullPointerException::new,
          () -> new IndexOutOfBoundsException(-1),
          () -> new LinkageError("of a task"),
          () -> new InterruptedException("of something else"),
          () -> new RuntimeException(new Loops.Refusal()));

  private Throwables() {}

  /** A new one, of each kind in turn. */
  public static Throwable next(int number) {
    return KINDS.get(Math.floorMod(number, KINDS.size())).get();
  }

  /** Throws anything, though it be checked. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
  public static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
