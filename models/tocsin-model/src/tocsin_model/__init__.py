"""The weights of tocsin's reader, as data: `encoder.onnx`, `heads.npz`, `tokenizer.json`, `model.json`."""
