package nn.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import nn.api.Backend;
import nn.api.Message;
import nn.core.selection.Model;
import nn.core.selection.NetworkModel;
import nn.core.selection.Preparation;
import nn.io.model.ModelFile;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A trained network on its way back to the driver: a model file, and how features are prepared. */
final class BaggedMember implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<Preparation> PREPARATION =
      ClassTag$.MODULE$.apply(Preparation.class);

  private final int member; // 0 for the first
  private final byte[] network;
  private final byte[] preparation;

  /**
   * Packs a model.
   *
   * @throws SparkJobException if it is no model of a network, or its preparation cannot be sent
   */
  BaggedMember(int member, Model model) {
    if (!(model instanceof NetworkModel known)) {
      throw new SparkJobException(
          Message.of(
              "bagging: what a candidate trains must be sent back, which a model of Model.fit or"
                  + " Model.of can be: it is a %s",
              model.getClass().getName()));
    }
    Sending.require("bagging", "the preparation", known.preparation());
    this.member = member;
    network = ModelFile.of(known.network()).toBytes(name());
    ByteBuffer bytes = javaSerializer().serialize(known.preparation(), PREPARATION);
    preparation = new byte[bytes.remaining()];
    bytes.get(preparation);
  }

  private String name() {
    return "member-" + (member + 1);
  }

  /** Java's serialization, by Spark: what else it can be set to does not know lambdas. */
  private static SerializerInstance javaSerializer() {
    return new JavaSerializer(SparkEnv.get().conf()).newInstance();
  }

  /** The model, on a backend of this JVM. */
  Model open(Backend backend) {
    Preparation prepared =
        javaSerializer()
            .deserialize(
                ByteBuffer.wrap(preparation),
                Thread.currentThread().getContextClassLoader(),
                PREPARATION);
    return Model.of(prepared, ModelFile.of(name(), network).network(backend));
  }
}
