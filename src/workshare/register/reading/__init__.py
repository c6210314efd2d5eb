"""Reading a source: statements proposed from English and Ukrainian text, each with its exact span."""
