package nn.cli;

/** What the tool's exit codes mean. */
final class ExitCode {
  static final int DONE = 0;

  /** Input, backend, training or output. */
  static final int FAILED = 1;

  /** The command line has to be changed. */
  static final int WRONG_USE = 2;

  /** The network is no better than who always answers the same; what there is has been kept. */
  static final int LEARNT_NOTHING = 3;

  private ExitCode() {}
}
