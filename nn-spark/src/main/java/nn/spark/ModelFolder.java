package nn.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import nn.api.Message;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * A saved model: a folder with {@code metadata}, a line of JSON as Spark's own stages write it, and
 * the model file.
 */
final class ModelFolder {
  private static final String MODEL = "model.safetensors";
  private static final String METADATA = "metadata/part-00000";
  private static final String SUCCESS = "metadata/_SUCCESS";
  private static final String CLASS = "class";
  private static final String UID = "uid";
  private static final String PARAMS = "paramMap";
  private static final String DEFAULTS = "defaultParamMap";

  private ModelFolder() {}

  /** Saves a model. */
  static final class Writer extends MLWriter {
    private final NnModel model;

    Writer(NnModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String folder) {
      Configuration hadoop = sc().hadoopConfiguration();
      try {
        write(new Path(folder, MODEL), model.predictor().bytes(), hadoop);
        String line = metadata(model, sc().version()).json() + "\n";
        write(new Path(folder, METADATA), line.getBytes(StandardCharsets.UTF_8), hadoop);
        write(new Path(folder, SUCCESS), new byte[0], hadoop);
      } catch (IOException failure) {
        throw new UncheckedIOException(
            Message.of(
                "save model: the folder must be writable; look at the disk or the network: %s: %s",
                folder, failure.getMessage()),
            failure);
      }
    }
  }

  /** Loads a model. */
  static final class Reader extends MLReader<NnModel> {

    @Override
    public NnModel load(String folder) {
      Configuration hadoop = sc().hadoopConfiguration();
      String line;
      byte[] bytes;
      try {
        line = new String(read(new Path(folder, METADATA), hadoop), StandardCharsets.UTF_8);
        requireClass(folder, Metadata.fromJson(line));
        bytes = read(new Path(folder, MODEL), hadoop);
      } catch (IOException failure) {
        throw new UncheckedIOException(
            Message.of(
                "load model: the folder must hold what NnModel.save wrote; check the path: %s: %s",
                folder, failure.getMessage()),
            failure);
      }
      String name =
          new Path(folder).getName() + "/" + MODEL; // no colon, which not all systems take
      return model(Metadata.fromJson(line), SparkPredictor.of(name, bytes));
    }

    private static void requireClass(String folder, Metadata metadata) {
      String expected = NnModel.class.getName();
      String found = metadata.contains(CLASS) ? metadata.getString(CLASS) : "none";
      if (!found.equals(expected)) {
        throw new IllegalArgumentException(
            Message.of(
                "load model: the folder must hold a model of nn; load it by its own class: %s holds"
                    + " %s, not %s",
                folder, found, expected));
      }
    }
  }

  private static Metadata metadata(NnModel model, String sparkVersion) {
    MetadataBuilder set = new MetadataBuilder();
    MetadataBuilder defaults = new MetadataBuilder();
    for (Param<?> param : model.params()) {
      Param<String> text = text(param);
      if (model.isSet(text)) {
        set.putString(text.name(), model.getOrDefault(text));
      }
      defaults.putString(text.name(), model.getDefault(text).get());
    }
    return new MetadataBuilder()
        .putString(CLASS, NnModel.class.getName())
        .putLong("timestamp", System.currentTimeMillis())
        .putString("sparkVersion", sparkVersion)
        .putString(UID, model.uid())
        .putMetadata(PARAMS, set.build())
        .putMetadata(DEFAULTS, defaults.build())
        .build();
  }

  private static NnModel model(Metadata metadata, SparkPredictor predictor) {
    NnModel model = new NnModel(metadata.getString(UID), predictor);
    Metadata set = metadata.getMetadata(PARAMS);
    Metadata defaults = metadata.getMetadata(DEFAULTS);
    for (Param<?> param : model.params()) {
      Param<String> text = text(param);
      if (defaults.contains(text.name())) {
        model.setDefault(text, defaults.getString(text.name()));
      }
      if (set.contains(text.name())) {
        model.set(text, set.getString(text.name()));
      }
    }
    return model;
  }

  @SuppressWarnings("unchecked") // all parameters of a model are names of columns
  private static Param<String> text(Param<?> param) {
    return (Param<String>) param;
  }

  private static byte[] read(Path file, Configuration hadoop) throws IOException {
    try (InputStream stream = file.getFileSystem(hadoop).open(file)) {
      return stream.readAllBytes();
    }
  }

  private static void write(Path file, byte[] bytes, Configuration hadoop) throws IOException {
    try (OutputStream stream = file.getFileSystem(hadoop).create(file, false)) {
      stream.write(bytes);
    }
  }
}
