package nn.cli;

import java.util.List;
import nn.io.array.NumberArray;
import nn.io.table.Table;

/**
 * Images as a table with a column for each pixel.
 *
 * @param name of the file
 * @param header names of the pixels
 * @param images pixels from 0 to 255
 */
record ImageTable(String name, List<String> header, NumberArray images) implements Table {

  @Override
  public int records() {
    return images.records();
  }

  @Override
  public String cell(int record, int column) {
    return String.valueOf((int) number(record, column));
  }

  @Override
  public double number(int record, int column) {
    return images.get(record, column);
  }

  @Override
  public String place(int record, int column) {
    return name + ", image " + (record + 1) + ", pixel " + column;
  }
}
