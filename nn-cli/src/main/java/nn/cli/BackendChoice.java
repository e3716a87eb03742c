package nn.cli;

import java.util.Locale;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.check.DifferentialBackend;
import nn.io.model.ModelFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose what computes. */
final class BackendChoice {

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "What computes; './nn backends' lists them. Default: the environment variable NN_BACKEND,"
              + " else the one of highest priority.")
  @Nullable String name;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      converter = DTypeConverter.class,
      description = "float64 or float32. Default: float64, of a saved model its own.")
  @Nullable DType dtype;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of one matrix product. Default: the environment variable NN_THREADS, else one for"
              + " each processor.")
  @Nullable Integer threads;

  @Option(
      names = "--check-against",
      paramLabel = "NAME",
      description =
          "Has every kernel computed by this backend too, with the same operands, and stops at the"
              + " first whose results differ by more than the backends' tiers allow. Several times"
              + " slower.")
  @Nullable String reference;

  Backend open() {
    return openFor(DType.FLOAT64);
  }

  /** With this number type unless the option says another. */
  Backend openFor(DType usual) {
    return open(options(usual));
  }

  /** With the number type that a model was saved in, so that its bits are the saved ones. */
  Backend openFor(ModelFile model) {
    return openFor(dtype(String.valueOf(model.provenance().get("dtype"))));
  }

  /** For networks that are trained beside each other, a thread for each. */
  Backend openForOneThread() {
    return open(options(DType.FLOAT64).threads(threads == null ? 1 : threads));
  }

  private Backend open(BackendOptions options) {
    Backend backend = name == null ? Backends.open(options) : Backends.open(name, options);
    if (reference == null) {
      return backend;
    }
    try {
      return new DifferentialBackend(backend, Backends.open(reference, options));
    } catch (RuntimeException unknown) {
      backend.close();
      throw unknown;
    }
  }

  private BackendOptions options(DType usual) {
    BackendOptions options;
    try {
      options = BackendOptions.defaults().dtype(dtype == null ? usual : dtype);
      if (threads != null) {
        options = options.threads(threads);
      }
    } catch (IllegalArgumentException wrong) {
      throw ToolException.wrongUse(String.valueOf(wrong.getMessage()));
    }
    return options;
  }

  /** Adds to a summary what computed, and what checked it. */
  void describe(Backend backend, Map<String, @Nullable Object> summary) {
    summary.put("backend", backend.name());
    if (reference != null) {
      summary.put("checkedAgainst", reference);
    }
    summary.put("dtype", spelling(backend.dtype()));
  }

  /** The spelling of the option and of the results. */
  static String spelling(DType dtype) {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  /** The number type of this spelling. */
  static DType dtype(String spelling) {
    return new DTypeConverter().convert(spelling);
  }

  /** Reads a number type. */
  static final class DTypeConverter implements ITypeConverter<DType> {
    @Override
    public DType convert(String value) {
      for (DType dtype : DType.values()) {
        if (spelling(dtype).equals(value)) {
          return dtype;
        }
      }
      throw new TypeConversionException("'" + value + "' is neither float64 nor float32");
    }
  }
}
