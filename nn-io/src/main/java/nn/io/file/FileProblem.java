package nn.io.file;

/** Why a file cannot be read or saved; each has a code that does not change. */
public enum FileProblem {
  /** It is missing, a folder, may not be read, or reading it failed. */
  UNREADABLE("NN-201"),

  /** It is a file of another format. */
  OTHER_FORMAT("NN-202"),

  /** It ends too early. */
  TRUNCATED("NN-203"),

  /** Its bytes are not those that were saved. */
  CORRUPT("NN-204"),

  /** It breaks a rule of its format. */
  MALFORMED("NN-205"),

  /** What it says it holds exceeds a limit. */
  TOO_LARGE("NN-206"),

  /** It is of a version, or uses a part of its format, that is not read here. */
  UNSUPPORTED("NN-207"),

  /** It needs a plug-in that is not there. */
  MISSING_PLUG_IN("NN-208"),

  /** Its parts do not fit together, or not with what they are to be used for. */
  INCONSISTENT("NN-209"),

  /** It could not be saved; what was there before is unchanged, unless the message says more. */
  NOT_SAVED("NN-210");

  private final String code;

  FileProblem(String code) {
    this.code = code;
  }

  /** For instance {@code NN-203}. */
  public String code() {
    return code;
  }
}
