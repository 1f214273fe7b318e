"""Turn a text into an int8 vector of its meaning: the same bits for the same text, always.

One text a call: the weights of a dynamically quantised model are scaled by what shares a batch, so
in batches a vector would depend on its neighbours; one at a time is also faster on a CPU.
A vector is scaled so that its largest component is 127; cosines do not change with the scale.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from indexer.errors import SemanticModelError
from indexer.semantic.model import Model

Vector = npt.NDArray[np.int8]

MOST_DIMENSIONS = 4096
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_TOKEN_OUTPUTS = ("last_hidden_state", "token_embeddings")


class Encoder:
    """A loaded model. Threads may share it.

    SemanticModelError from every method (and from loading) for files that are no usable model.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        try:
            import onnxruntime
            import tokenizers
        except ImportError as error:
            reason = f"没有安装 {error.name}：请运行 pip install 'qianshao[semantic]'"
            raise SemanticModelError(model.folder, reason) from error
        try:
            text = model.read(model.tokenizer, model.tokenizer_sha256).decode("utf-8")
            self._tokenizer = tokenizers.Tokenizer.from_str(text)
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(model.options.max_tokens)
            # From memory: so a model cannot name other files that were to be read.
            content = model.read(model.onnx, model.onnx_sha256)
            self._session = onnxruntime.InferenceSession(
                content, _session_options(onnxruntime), providers=["CPUExecutionProvider"]
            )
        except BaseException as error:  # a panic of the tokenizer is no Exception
            raise _refusal(model, error) from error
        self.dimensions = 0
        self._inputs = self._known_inputs()
        self._output = self._chosen_output()
        probe = self._encode("前哨")
        if not probe.any():
            raise SemanticModelError(model.folder, "它给出的向量里没有有效的数")
        self.dimensions = len(probe)

    def passage(self, text: str) -> Vector:
        """The vector of a paragraph; all zeros for one in which the model finds nothing."""
        return self._checked(self.model.options.passage_prefix + text)

    def query(self, text: str) -> Vector:
        """The vector of what a reader asks."""
        return self._checked(self.model.options.query_prefix + text)

    def _checked(self, text: str) -> Vector:
        vector = self._encode(text)
        if len(vector) != self.dimensions:
            raise SemanticModelError(self.model.folder, "它给出的向量长短不一")
        return vector

    def _known_inputs(self) -> tuple[str, ...]:
        inputs = {given.name: given.type for given in self._session.get_inputs()}
        strange = [name for name in inputs if name not in _INPUTS]
        if strange or "input_ids" not in inputs or {*inputs.values()} != {"tensor(int64)"}:
            reason = "它的输入不是文本编码模型的 input_ids 等"
            raise SemanticModelError(self.model.folder, reason)
        return tuple(inputs)

    def _chosen_output(self) -> str:
        names = [str(given.name) for given in self._session.get_outputs()]
        return next((name for name in names if name in _TOKEN_OUTPUTS), names[0])

    def _encode(self, text: str) -> Vector:
        # A lone surrogate cannot be said in UTF-8, which the tokenizer wants.
        printable = text.encode("utf-8", "replace").decode("utf-8")
        try:
            encoded = self._tokenizer.encode(printable)
            given = (encoded.ids, encoded.attention_mask, encoded.type_ids)
            values = dict(zip(_INPUTS, given, strict=True))
            if not encoded.ids:
                return np.zeros(self.dimensions, np.int8)
            feed = {name: np.array([values[name]], np.int64) for name in self._inputs}
            (output,) = self._session.run([self._output], feed)
        except BaseException as error:
            raise _refusal(self.model, error) from error
        pooled = self._pooled(output, np.array(encoded.attention_mask))
        if not 2 <= len(pooled) <= MOST_DIMENSIONS:
            raise SemanticModelError(self.model.folder, f"它给出的向量有 {len(pooled)} 维")
        return quantized(pooled)

    def _pooled(self, output: Any, mask: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        if not isinstance(output, np.ndarray) or output.dtype != np.float32:
            raise SemanticModelError(self.model.folder, "它的输出不是 float32 的向量")
        vectors: npt.NDArray[np.float32] = output
        if vectors.ndim == 2 and len(vectors) == 1:
            return cast("npt.NDArray[np.float32]", vectors[0])
        if vectors.ndim != 3 or vectors.shape[:2] != (1, len(mask)):
            shape = "×".join(map(str, vectors.shape))
            raise SemanticModelError(self.model.folder, f"它的输出是 {shape}，不是每个词一个向量")
        if self.model.options.pooling == "cls":
            return cast("npt.NDArray[np.float32]", vectors[0, 0])
        return cast("npt.NDArray[np.float32]", vectors[0, mask > 0].mean(axis=0, dtype=np.float32))


def quantized(vector: npt.NDArray[np.float32]) -> Vector:
    """The vector in whole numbers of -127 to 127, in its direction; zeros if it has none."""
    largest = float(np.abs(vector).max())
    if not np.isfinite(largest) or largest == 0:
        return np.zeros(len(vector), np.int8)
    whole: Vector = np.rint(vector * np.float32(127 / largest)).astype(np.int8)
    return whole


def _session_options(onnxruntime: Any) -> Any:
    """One thread, so that sums are always taken in the same order; no memory is kept for later."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 4
    return options


def _refusal(model: Model, error: BaseException) -> BaseException:
    """What a library said, as one sentence; what is no fault of the model stays as it is."""
    if isinstance(error, SemanticModelError | KeyboardInterrupt | SystemExit | MemoryError):
        return error
    said = " ".join(str(error).split())[:200] or type(error).__name__
    return SemanticModelError(model.folder, f"文件不是可用的模型：{said}")
