/** Reading and writing of data and model files. */
module nn.io {
  requires transitive nn.core;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;
  requires static java.sql;
  requires static org.jspecify;

  exports nn.io.array;
  exports nn.io.file;
  exports nn.io.model;
  exports nn.io.onnx;
  exports nn.io.table;
  exports nn.io.torch;
}
