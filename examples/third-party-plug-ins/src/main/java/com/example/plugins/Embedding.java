package com.example.plugins;

import java.util.List;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;

/**
 * A vector that is learnt for each category: every feature, a whole number, is replaced by its column of the table, which
 * is {@code [size, categories]}; all features have one table. No number leaves the backend.
 *
 * <p>Another number than {@code 0 … categories − 1} is refused by the backend with an IndexOutOfBoundsException.
 *
 * @param size the length of a vector
 * @param categories how many there are
 * @param initialiser draws the table
 */
public record Embedding(int size, int categories, Initialiser initialiser) implements Layer {

  public Embedding {
    if (size < 1 || categories < 1) {
      throw new IllegalArgumentException(
          "example-embedding: size and categories must be at least 1: " + size + " and " + categories);
    }
  }

  @Override
  public String kind() {
    return "example-embedding";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("size", size).with("categories", categories).with("initialiser", initialiser);
  }

  @Override
  public int units(int inputs) {
    return inputs * size;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of(new Parameter("weight", new Shape(size, categories), initialiser, Role.WEIGHT));
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    Tensor indices = pass.keep("indices", 1, x.shape().size());
    backend.reshape(x, indices); // one index after another, record after record
    Tensor vectors = pass.scratch("vectors", size, x.shape().size());
    backend.gatherRecords(pass.parameter("weight"), indices, vectors);
    backend.reshape(vectors, y); // those of a record below each other
  }

  /** Each category's gradient is the sum over the places that have it. There is none by a whole number: 0. */
  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Backend backend = pass.backend();
    Tensor vectors = pass.scratch("vectors", size, x.shape().size());
    backend.reshape(dy, vectors);
    backend.scatterAddRecords(vectors, pass.keep("indices", 1, x.shape().size()), pass.gradient("weight"));
    if (dx != null) {
      backend.fill(0, dx);
    }
  }
}
