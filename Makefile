# 提案检索：make run 试用，make test 测试，make help 看全部。
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TIAN_HOME ?= tian-home
BIN := .venv/bin
BROWSER ?= tests/search_web
INSTALL := $(BIN)/pip install --quiet --constraint requirements.lock --editable
export TIAN_HOME PIP_DISABLE_PIP_VERSION_CHECK = 1
# Tests start many a Python; where nothing may be kept, each would compile all over again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run install test check lint types api browser services thorough evaluate bench bench-full bench-web scale profile format hooks lock everything cluster cluster-stop tour clean help python

python:
	@command -v $(PYTHON) >/dev/null || { echo "缺少 Python 3.11 或更高版本。Debian、Ubuntu：apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 版本过低，需要 3.11 或更高。可指定：make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 Python 的 venv。Debian、Ubuntu：apt install python3-venv" >&2; exit 1; }

# Remade whenever what is to be installed changes; an interrupted install leaves no stamp and is done again.
$(BIN)/.runtime: setup.cfg pyproject.toml requirements.lock | python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装（第一次约需一分钟）……" >&2
	@$(INSTALL) .
	@touch $@

$(BIN)/.test: $(BIN)/.runtime
	@$(INSTALL) '.[test]'
	@touch $@

$(BIN)/.check: $(BIN)/.test
	@$(INSTALL) '.[check]'
	@touch $@

$(BIN)/.browser: $(BIN)/.test
	@$(INSTALL) '.[browser]'
	@touch $@

$(BIN)/.services: $(BIN)/.test
	@$(INSTALL) '.[postgres,opensearch,services]'
	@touch $@

$(BIN)/.bench: $(BIN)/.test
	@$(INSTALL) '.[bench]'
	@touch $@

$(TIAN_HOME)/archive.sqlite: | $(BIN)/.runtime
	@$(BIN)/tian sample build/sample
	@$(BIN)/tian import build/sample

##@ 试用

run: $(BIN)/.runtime $(TIAN_HOME)/archive.sqlite ## 装好环境、示例档案和索引，打开网站 http://127.0.0.1:8000
	@$(BIN)/tian reindex --if-needed
	@$(BIN)/tian serve --host $(HOST) --port $(PORT)

install: $(BIN)/.runtime ## 只建立运行环境 .venv

##@ 测试

test: $(BIN)/.test ## 只需要 Python 的全部测试
	@$(BIN)/pytest -q -n auto --dist loadfile -m 'not browser and not api and not services'

check: lint types test ## 写法、类型和测试

lint: $(BIN)/.check ## 代码写法
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(BIN)/.check ## 类型
	@$(BIN)/mypy

api: $(BIN)/.test ## 按 OpenAPI 说明考问接口（schemathesis）
	@$(BIN)/pytest -q -m api tests/search_web

browser: $(BIN)/.browser ## 用真正的 Chromium 测试网页（Debian：chromium、fonts-noto-cjk）
	@$(BIN)/pytest -q -n 2 --dist loadfile -m browser $(BROWSER)

services: $(BIN)/.services ## 用真正的 PostgreSQL、OpenSearch 测试、nginx 测试（Debian：postgresql、maven、nginx-light）
	@$(BIN)/pytest -q -m services

thorough: $(BIN)/.test ## 随机测试做足数千次（一小时）
	@TIAN_THOROUGH=1 $(BIN)/pytest -q -n auto --dist loadfile -m 'not browser and not api and not services'

##@ 测量

evaluate: $(BIN)/.bench ## 检索和查重的质量，与几种常见做法并排
	@$(BIN)/python -m benchmarks.quality --check
	@$(BIN)/python -m benchmarks.duplicates
	@$(BIN)/python -m benchmarks.duplicates.rewrites

bench: $(BIN)/.bench ## 检索、整个答案和查重的速度，与其他引擎并排（Debian：groonga-bin）
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.answers
	@$(BIN)/python -m benchmarks.duplicates.speed

bench-full: $(BIN)/.bench ## 同上，到 200,000 件
	@$(BIN)/python -m benchmarks.speed --full
	@$(BIN)/python -m benchmarks.answers --full
	@$(BIN)/python -m benchmarks.duplicates.speed --full

bench-web: $(BIN)/.bench ## 网站每秒答多少页，与 Datasette 并排（Debian：wrk）
	@$(BIN)/python -m benchmarks.web

scale: $(BIN)/.bench ## 更大的档案需要什么
	@$(BIN)/python -m benchmarks.scale

profile: $(BIN)/.test ## 一次检索、一次导入、一次重建索引的时间各花在哪里
	@$(BIN)/python -m benchmarks.profile

##@ 维护

format: $(BIN)/.check ## 整理代码格式
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

hooks: $(BIN)/.check ## 提交前自动检查写法（pre-commit）
	@$(BIN)/pre-commit install

lock: | python ## 重新选定所装的版本（requirements.lock），之后请运行 make check
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile setup.cfg --all-extras --universal --python-version 3.11 --upgrade --quiet --no-annotate \
		--custom-compile-command 'make lock' --output-file requirements.lock

# Choosing the versions of all at once takes a fraction of doing it for one after the other.
everything: | python ## 一次装好运行、检查和全部测试所需
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装（约需两分钟）……" >&2
	@$(INSTALL) '.[test,check,browser,postgres,opensearch,services]'
	@touch $(BIN)/.runtime $(BIN)/.test $(BIN)/.check $(BIN)/.browser $(BIN)/.services

cluster: $(BIN)/.services ## 在本机启动三个节点的 OpenSearch（Debian：maven）
	@$(BIN)/python -m tests.services.cluster start

cluster-stop: $(BIN)/.services ## 停止这些节点，数据保留
	@$(BIN)/python -m tests.services.cluster stop

tour: $(BIN)/.browser ## 重拍 docs/tour 的截图
	@$(BIN)/python -m tests.search_web.browser.tour build/tour

clean: ## 删除环境、示例和缓存（不动档案 tian-home）
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## 显示这份清单
	@awk '/^##@ /{printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## /{i = index($$0, ":"); d = $$0; sub(/.*## /, "", d); \
		printf "  make %-14s%s\n", substr($$0, 1, i - 1), d}' $(MAKEFILE_LIST)
