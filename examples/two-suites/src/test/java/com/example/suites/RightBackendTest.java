package com.example.suites;

import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import nn.tck.BackendConformance;

class RightBackendTest extends BackendConformance {
  @Override
  protected BackendProvider provider() {
    return new NaiveProvider();
  }
}
