package nn.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Contexts of the tests: without a user interface, and heard of by nobody else. */
final class LocalSpark {

  private LocalSpark() {}

  /**
   * A context, of which a JVM has one at a time.
   *
   * @param settings names and values in turn
   */
  static JavaSparkContext open(String master, String... settings) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("nn-spark")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return new JavaSparkContext(conf);
  }

  /** What arrives elsewhere, by the serializer of the context. */
  static <T> T sent(T object) {
    ClassTag<T> type = ClassTag$.MODULE$.apply(object.getClass());
    SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
    return serializer.deserialize(serializer.serialize(object, type), type);
  }
}
