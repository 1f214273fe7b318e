#!/bin/sh
# Try the wheel folder on a machine without a network, before carrying it over (Linux, as root):
#   unshare -n sh web/deploy/air-gapped.sh wheelhouse [python3.13]
# What it printed when it was last run stands at its end.
set -eu
wheels=$(realpath "$1")
python=${2:-python3}
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL # nothing but that folder
place=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT
server=
cd "$place"
ip link set lo up 2>/dev/null || true # the server's own address; nothing else is reachable
# A datagram socket sends nothing here; it can be connected only where a route leads out.
if "$python" -c 'import socket; socket.socket(type=socket.SOCK_DGRAM).connect(("192.0.2.1", 9))' \
    2>/dev/null; then
    echo 'there is a network; start this by: unshare -n' >&2
    exit 1
fi
"$python" -m venv qianshao
qianshao/bin/pip install --quiet --no-index --find-links "$wheels" \
    --require-hashes -r "$wheels/requirements.txt"
qianshao/bin/python --version
qianshao/bin/qianshao --version
qianshao/bin/qianshao rebuild 2>&1 | tail -n 2
qianshao/bin/qianshao verify 2>/dev/null | tail -n 2
qianshao/bin/qianshao status | grep 编译部分
qianshao/bin/qianshao search 平安前哨 --size 1 | head -n 4
qianshao/bin/qianshao serve --port 8123 >log 2>&1 &
server=$!
"$python" - <<'END'
import time, urllib.request as web
for _ in range(100):
    try:
        print(web.urlopen("http://127.0.0.1:8123/readyz", timeout=5).read().decode())
        break
    except OSError:
        time.sleep(0.1)
print(web.urlopen("http://127.0.0.1:8123/search?q=%E5%B9%B3%E5%AE%89", timeout=5).status)
END
kill -TERM "$server"
wait "$server"
echo "ended with $?"

# Python 3.11.7
# qianshao 0.2.0
# 5 篇，63 段，用时 1.9 秒
# 已发布 gen-000001-5f01fc70；略过有问题的输入 0 处
# ✓ 审计日志与撤回名单：1 项
# 索引完好，与语料一致
# 编译部分：已启用
# 3 段 · 2 篇（词组 3、全部 0、分散命中 0）· 4.6 毫秒 · gen-000001-5f01fc70
#
# 1. 南通公安提升“四力”打造“平安江苏示范区” · 江苏法制报 · 2020 年 · … · 第 2 段 · 词组
#    10月19日,江苏“平安前哨”工程建设现场部署会上,南通经验得以推广。
# {"status":"ready","generation":"gen-000001-5f01fc70"}
# 200
# ended with 0
#
# So did 0.1.0, with folders made for them (PYTHON=3.11.2 and 3.13, PLATFORM=linux_x86_64), under
# Debian's Python 3.11.2 and under 3.13.0, without the compiled parts: 编译部分：未启用（答案相同，较慢）.
