package nn.cli;

/** Ends a command with one line for the user and an exit code. */
final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private ToolException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  private ToolException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line has to be changed. */
  static ToolException wrongUse(String message) {
    return new ToolException(ExitCode.WRONG_USE, message);
  }

  /** The command line was understood but could not be carried out. */
  static ToolException failed(String message, Throwable cause) {
    return new ToolException(ExitCode.FAILED, message, cause);
  }

  /** The command line was understood but could not be carried out. */
  static ToolException failed(String message) {
    return new ToolException(ExitCode.FAILED, message);
  }

  int exitCode() {
    return exitCode;
  }
}
