package nn.io.file;

import java.nio.file.Path;
import nn.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * A file cannot be read or saved. The message is one line: what was done, the file, the byte where
 * there is one, the rule that failed, and what to do.
 */
public final class FileFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FileProblem problem;
  private final long offset;

  private FileFormatException(
      String message, FileProblem problem, long offset, @Nullable Throwable cause) {
    super(Message.oneLine(message), cause);
    this.problem = problem;
    this.offset = offset;
  }

  /**
   * Of a file as a whole.
   *
   * @param operation what was done, such as {@code load}
   * @param rule that failed, and what to do
   * @param cause null where there is none
   */
  public static FileFormatException of(
      FileProblem problem, String operation, Path file, String rule, @Nullable Throwable cause) {
    return new FileFormatException(
        operation + ": " + file + ": " + rule + " [" + problem.code() + "]", problem, -1, cause);
  }

  /** {@link #of(FileProblem, String, Path, String, Throwable)} without a cause. */
  public static FileFormatException of(
      FileProblem problem, String operation, Path file, String rule) {
    return of(problem, operation, file, rule, null);
  }

  /**
   * At a byte of a file.
   *
   * @param offset counted from 0
   */
  public static FileFormatException at(
      long offset, FileProblem problem, String operation, Path file, String rule) {
    return new FileFormatException(
        operation + ": " + file + ", byte " + offset + ": " + rule + " [" + problem.code() + "]",
        problem,
        offset,
        null);
  }

  /** Why. */
  public FileProblem problem() {
    return problem;
  }

  /** The code of {@link #problem}, such as {@code NN-203}. */
  public String code() {
    return problem.code();
  }

  /** The byte where it was found, counted from 0; −1 where none is meant. */
  public long offset() {
    return offset;
  }
}
