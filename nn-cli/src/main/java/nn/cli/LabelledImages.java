package nn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import nn.core.data.DataSet;
import nn.io.array.ElementType;
import nn.io.array.Idx;
import nn.io.array.NumberArray;

/**
 * Images and their classes, as IDX files have them.
 *
 * @param images pixels from 0 to 255
 * @param labels a class for each
 * @param labelFile for messages
 */
record LabelledImages(NumberArray images, NumberArray labels, Path labelFile) {

  /**
   * Reads both files.
   *
   * @param command for messages
   */
  static LabelledImages read(String command, Path imageFile, Path labelFile) {
    NumberArray images = bytes(command, imageFile, "images");
    NumberArray labels = bytes(command, labelFile, "labels");
    if (labels.shape().size() != 1 || labels.records() != images.records()) {
      throw ToolException.failed(
          command
              + ": there must be one label for each image; name files that belong together: "
              + imageFile
              + " has the shape "
              + images.shape()
              + ", "
              + labelFile
              + " "
              + labels.shape());
    }
    return new LabelledImages(images, labels, labelFile);
  }

  private static NumberArray bytes(String command, Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw ToolException.wrongUse(
          command + ": there is no such file; name an IDX file of " + what + ": " + file);
    }
    NumberArray read = Idx.read(file);
    if (read.type() != ElementType.U8 || read.records() == 0) {
      throw ToolException.failed(
          command
              + ": "
              + what
              + " must be unsigned bytes, one at least; name such a file: "
              + file
              + " has "
              + read.type()
              + " of shape "
              + read.shape());
    }
    return read;
  }

  /**
   * Images alone, as a table.
   *
   * @param command for messages
   */
  static ImageTable table(String command, Path imageFile) {
    NumberArray images = bytes(command, imageFile, "images");
    return new ImageTable(imageFile.toString(), ImageData.columns(images.width()), images);
  }

  int records() {
    return images.records();
  }

  /** Pixels of an image. */
  int width() {
    return images.width();
  }

  private int label(int record) {
    return (int) labels.get(record);
  }

  /** How many classes there are, if the largest label is the last class. */
  int classes() {
    int largest = 0;
    for (int record = 0; record < records(); record++) {
      largest = Math.max(largest, label(record));
    }
    return largest + 1;
  }

  /** Refuses images of another size. */
  static void requirePixels(String command, int given, int trained) {
    if (given != trained) {
      throw ToolException.failed(
          command
              + ": images must have as many pixels as those that trained; name others: "
              + given
              + " and "
              + trained);
    }
  }

  /** Refuses images of another size, and classes that did not train. */
  void requireFit(String command, int pixels, int classes) {
    requirePixels(command, width(), pixels);
    if (classes() > classes) {
      throw ToolException.failed(
          command
              + ": labels must be classes that trained, 0 to "
              + (classes - 1)
              + "; correct or leave out the records: "
              + labelFile
              + " has "
              + (classes() - 1));
    }
  }

  /** The scale by which all pixels have mean 0 and deviation 1, about. */
  PixelScale scale() {
    long sum = 0;
    long squares = 0;
    int size = images.size();
    for (int i = 0; i < size; i++) {
      long pixel = (long) images.get(i);
      sum += pixel;
      squares += pixel * pixel;
    }
    return PixelScale.of(size, sum, squares);
  }

  /** Some images as the network sees them. */
  DataSet prepared(int first, int count, int classes, PixelScale scale) {
    float[] inputs = new float[PixelScale.BRIGHTEST + 1];
    for (int pixel = 0; pixel < inputs.length; pixel++) {
      inputs[pixel] = scale.input(pixel);
    }
    return dataSet(first, count, classes, inputs);
  }

  /** All images, pixels as they are. */
  DataSet encoded(int classes) {
    float[] inputs = new float[PixelScale.BRIGHTEST + 1];
    for (int pixel = 0; pixel < inputs.length; pixel++) {
      inputs[pixel] = pixel;
    }
    return dataSet(0, records(), classes, inputs);
  }

  private DataSet dataSet(int first, int count, int classes, float[] inputs) {
    int outputs = classes == 2 ? 1 : classes;
    return DataSet.ofFloats(
        count,
        width(),
        outputs,
        (record, features, targets) -> {
          for (int i = 0; i < features.length; i++) {
            features[i] = inputs[(int) images.get(first + record, i)];
          }
          if (outputs == 1) {
            targets[0] = label(first + record);
          } else {
            targets[label(first + record)] = 1;
          }
        });
  }
}
