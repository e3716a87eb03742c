import nn.bench.Slices;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J on one record by [2, 25, 1], FLOAT64, in slices. */
public class P {
  private static final int CALLS = 100; // of a unit

  public static void main(String[] arguments) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(
                    new DenseLayer.Builder().nIn(2).nOut(25).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                        .nIn(25)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
    net.init();
    INDArray x = Nd4j.create(new double[][] {{0.3, -0.7}});
    Slices slices = Slices.ofStandardStreams();
    if (slices.begin()) {
      do {
        for (int i = 0; i < CALLS; i++) {
          net.output(x);
        }
      } while (slices.done(CALLS));
    }
  }
}
