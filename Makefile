# 提案检索：make run 试用，make test 测试，make help 看全部。
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TIAN_HOME ?= tian-home
BIN := .venv/bin
BROWSER ?= tests/search_web
export TIAN_HOME PIP_DISABLE_PIP_VERSION_CHECK = 1
# Tests start many a Python; where nothing may be kept, each would compile all over again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install everything run test thorough check lint types api services cluster cluster-stop browser tour evaluate bench bench-full bench-web scale format clean python
help: ## 显示可用的命令
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

python:
	@command -v $(PYTHON) >/dev/null || { echo "缺少 Python 3.11 或更高版本。Debian、Ubuntu：apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 版本过低，需要 3.11 或更高。可指定：make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 Python 的 venv。Debian、Ubuntu：apt install python3-venv" >&2; exit 1; }

# Remade whenever what is to be installed changes; an interrupted install leaves no stamp and is done again.
$(BIN)/.runtime: setup.cfg pyproject.toml | python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装（第一次约需一分钟）……" >&2
	@$(BIN)/pip install --quiet --editable .
	@touch $@

$(BIN)/.test: $(BIN)/.runtime
	@$(BIN)/pip install --quiet --editable '.[test]'
	@touch $@

$(BIN)/.check: $(BIN)/.test
	@$(BIN)/pip install --quiet --editable '.[check]'
	@touch $@

$(BIN)/.browser: $(BIN)/.test
	@$(BIN)/pip install --quiet --editable '.[browser]'
	@touch $@

install: $(BIN)/.runtime ## 建立运行环境 .venv

# Choosing the versions of all at once takes a fraction of doing it for one after the other.
everything: | python ## 一次装好运行、检查和全部测试所需
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "正在安装（约需两分钟）……" >&2
	@$(BIN)/pip install --quiet --editable '.[test,check,browser,postgres,opensearch,services]'
	@touch $(BIN)/.runtime $(BIN)/.test $(BIN)/.check $(BIN)/.browser $(BIN)/.services

$(TIAN_HOME)/archive.sqlite: | $(BIN)/.runtime
	@$(BIN)/tian sample build/sample
	@$(BIN)/tian import build/sample

run: $(BIN)/.runtime $(TIAN_HOME)/archive.sqlite ## 装好环境、示例档案和索引，打开网站 http://127.0.0.1:8000
	@$(BIN)/tian reindex --if-needed
	@$(BIN)/tian serve --host $(HOST) --port $(PORT)

test: $(BIN)/.test ## 运行只需要 Python 的全部测试
	@$(BIN)/pytest -q -n auto --dist loadfile -m 'not browser and not api and not services'

thorough: $(BIN)/.test ## 像 make test，但与原版 Whoosh 比对、错字、片段等随机测试做足数千次（时间长）
	@TIAN_THOROUGH=1 $(BIN)/pytest -q -n auto --dist loadfile -m 'not browser and not api and not services'

lint: $(BIN)/.check ## 检查代码写法
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(BIN)/.check ## 检查类型
	@$(BIN)/mypy

check: lint types test ## 写法、类型和测试

$(BIN)/.services: $(BIN)/.test
	@$(BIN)/pip install --quiet --editable '.[postgres,opensearch,services]'
	@touch $@

services: $(BIN)/.services ## 用真正的 PostgreSQL 和三个节点的 OpenSearch 测试（自行启动；需要 Debian 软件包 postgresql、maven）
	@$(BIN)/pytest -q -m services

api: $(BIN)/.test ## 用 schemathesis 按 OpenAPI 说明考问接口，说明留在 build/openapi.json
	@$(BIN)/pytest -q -m api tests/search_web

cluster: $(BIN)/.services ## 在本机启动三个节点的 OpenSearch（需要 Debian 软件包 maven）；make cluster-stop 停止
	@$(BIN)/python -m tests.services.cluster start

cluster-stop: $(BIN)/.services ## 停止 make cluster 启动的节点，数据保留
	@$(BIN)/python -m tests.services.cluster stop

browser: $(BIN)/.browser ## 用真正的 Chromium 测试网页（需要 Debian 软件包 chromium、fonts-noto-cjk）
	@$(BIN)/pytest -q -n 2 --dist loadfile -m browser $(BROWSER)

$(BIN)/.bench: $(BIN)/.test
	@$(BIN)/pip install --quiet --editable '.[bench]'
	@touch $@

tour: $(BIN)/.browser ## 重拍 docs/tour 的截图
	@$(BIN)/python -m tests.search_web.browser.tour build/tour

evaluate: $(BIN)/.bench ## 测量检索和查重的质量，与几种常见做法并排
	@$(BIN)/python -m benchmarks.quality --check
	@$(BIN)/python -m benchmarks.duplicates

bench: $(BIN)/.bench ## 测量检索和查重的速度，与其他引擎并排
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.duplicates.speed

bench-full: $(BIN)/.bench ## 同上，到 200,000 件
	@$(BIN)/python -m benchmarks.speed --full
	@$(BIN)/python -m benchmarks.duplicates.speed --full

bench-web: $(BIN)/.bench ## 测量网站每秒答多少页，与 Datasette 并排（需要 Debian 软件包 wrk）
	@$(BIN)/python -m benchmarks.web

scale: $(BIN)/.bench ## 由测得的开销推算更大的档案需要什么
	@$(BIN)/python -m benchmarks.scale

format: $(BIN)/.check ## 整理代码格式
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## 删除环境、示例和缓存（不动档案 tian-home）
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
