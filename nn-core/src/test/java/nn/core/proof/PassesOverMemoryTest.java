package nn.core.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.junit.jupiter.api.Test;

/**
 * The kernels of one training step in FLOAT64 and the bytes they pass over: the figures of
 * docs/design-notes.md.
 */
class PassesOverMemoryTest {

  @Test
  void digits() {
    assertEquals(
        """
        categorical          1 calls       20,480 read       10,240 written
        combine              3 calls      294,992 read      282,624 written
        divide_by            4 calls    1,628,240 read    1,628,240 written
        matmul               2 calls    2,691,072 read      272,384 written
        matmulTransA         1 calls       30,720 read      262,144 written
        matmulTransB         2 calls    1,337,344 read    1,626,112 written
        read                 1 calls        1,024 read        1,024 written
        relu                 1 calls      262,144 read      262,144 written
        relu_gradient        1 calls      524,288 read      262,144 written
        softmax              1 calls       10,240 read       10,240 written
        sumOverRecords       2 calls      272,384 read        2,128 written
        sumOverUnits         1 calls       10,240 read        1,024 written
        update               4 calls    6,512,960 read    4,884,720 written
        all                 24 calls   13,596,128 read    9,505,168 written
        """,
        step(
            List.of(new Dense(256, Plain.RELU), new Dense(10, new Softmax())),
            CrossEntropy.CATEGORICAL,
            784,
            10,
            128));
  }

  @Test
  void digitsWithBatchNormalisationAndDropout() {
    assertEquals(
        """
        categorical          1 calls       20,480 read       10,240 written
        combine             13 calls    3,197,008 read    2,643,968 written
        divide_by            9 calls    1,638,480 read    1,638,480 written
        inverseroot          1 calls        2,048 read        2,048 written
        mask                 2 calls    1,048,576 read      524,288 written
        matmul               2 calls    2,691,072 read      272,384 written
        matmulTransA         1 calls       30,720 read      262,144 written
        matmulTransB         2 calls    1,337,344 read    1,626,112 written
        read                 1 calls        1,024 read        1,024 written
        relu                 1 calls      262,144 read      262,144 written
        relu_gradient        1 calls      524,288 read      262,144 written
        running              2 calls        8,192 read        4,096 written
        scale                1 calls      262,144 read      262,144 written
        softmax              1 calls       10,240 read       10,240 written
        square               1 calls      262,144 read      262,144 written
        sumOverRecords       6 calls    1,320,960 read       10,320 written
        sumOverUnits         1 calls       10,240 read        1,024 written
        update               6 calls    6,529,344 read    4,897,008 written
        write                1 calls      262,144 read      262,144 written
        all                 53 calls   19,418,592 read   13,214,096 written
        """,
        step(
            List.of(
                new Dense(256, Plain.IDENTITY),
                new BatchNormalisation(1e-5, 0.9),
                new Activate(Plain.RELU),
                new Dropout(0.25),
                new Dense(10, new Softmax())),
            CrossEntropy.CATEGORICAL,
            784,
            10,
            128));
  }

  @Test
  void moons() {
    assertEquals(
        """
        binary               1 calls       16,000 read        8,000 written
        combine              6 calls    1,905,888 read    1,896,000 written
        divide_by           10 calls      110,368 read      110,368 written
        matmul               5 calls    2,004,480 read    1,888,000 written
        matmulTransA         4 calls    1,796,080 read    1,880,000 written
        matmulTransB         5 calls    3,784,000 read      108,480 written
        read                 1 calls        8,000 read        8,000 written
        relu                 4 calls    1,880,000 read    1,880,000 written
        relu_gradient        4 calls    3,760,000 read    1,880,000 written
        sigmoid              1 calls        8,000 read        8,000 written
        sumOverRecords       5 calls    1,888,000 read        1,888 written
        sumOverUnits         1 calls        8,000 read        8,000 written
        update              10 calls      441,472 read      331,104 written
        all                 57 calls   17,610,288 read   10,007,840 written
        """,
        step(
            List.of(
                new Dense(25, Plain.RELU),
                new Dense(100, Plain.RELU),
                new Dense(100, Plain.RELU),
                new Dense(10, Plain.RELU),
                new Dense(1, Plain.SIGMOID)),
            CrossEntropy.BINARY,
            2,
            1,
            1000));
  }

  private static String step(List<Layer> layers, Cost cost, int inputs, int units, int records) {
    Adam adam = new Adam(0.01, 0.9, 0.999, 1e-8);
    try (Backend naive = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1))) {
      CountingBackend backend = new CountingBackend(naive);
      try (Workspace workspace = backend.workspace();
          Network network = new Network(backend, layers, cost, adam, inputs, records, true)) {
        SpiProofTest.Batch batch =
            SpiProofTest.Batch.random(backend, workspace, inputs, units, records);
        backend.counts().clear();
        network.step(batch.x(), batch.y());
        return backend.table();
      }
    }
  }
}
