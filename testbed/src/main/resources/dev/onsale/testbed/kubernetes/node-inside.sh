#!/usr/bin/env bash
# Process 1 inside the namespaces that node.sh made. All mounts, links, addresses and rules below are seen in here only.
#
#   node-inside.sh N FOLDER LOGS BINARIES
set -euo pipefail
n=$1 folder=$2 logs=$3 binaries=$4
address=198.18.$n.2
cidr=10.244.0.0/16

# /proc is still the machine's: this is the number by which the machine knows this process
read -r inner _ </proc/self/stat
mount --make-rprivate /
mount -t proc proc /proc
echo "$inner" >"$folder/inner.part"
mv "$folder/inner.part" "$folder/inner"

# Whatever would be written to the machine's folders goes to memory; the state folder alone is real.
mkdir -p "$folder"/{scratch,tmp,etcd,containerd,kubelet,cni,certificates,sysctl}
mount -t tmpfs tmpfs "$folder/scratch"
mount --make-rshared /
for place in /var/lib /opt; do
  name=${place//\//_}
  mkdir -p "$folder/scratch/$name"/{upper,work}
  mount -t overlay overlay -o "lowerdir=$place,upperdir=$folder/scratch/$name/upper,workdir=$folder/scratch/$name/work" "$place"
done
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/log
mount -t tmpfs tmpfs "$folder/kubelet"
mkdir -p /run/netns
mount --make-rshared /run
mount --make-rshared "$folder/kubelet"
export TMPDIR=$folder/tmp

# The kubelet sets these for the whole machine unless they have its values; it is shown files that have them.
while read -r path value; do
  [ -e "/proc/sys/$path" ] || continue
  echo "$value" >"$folder/sysctl/${path//\//.}"
  mount --bind "$folder/sysctl/${path//\//.}" "/proc/sys/$path"
done <<'SYSCTLS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SYSCTLS

hostname "onsale-$n"
ip link set lo up
for _ in $(seq 100); do
  ip link show "onsale-$n-in" >/dev/null 2>&1 && break
  sleep 0.05
done
ip link set "onsale-$n-in" name eth0
ip addr add "$address/24" dev eth0
ip link set eth0 up
ip route add default via "198.18.$n.1"
echo 1 >/proc/sys/net/ipv4/ip_forward

cat >"$folder/components.kubeconfig" <<CONFIG
apiVersion: v1
kind: Config
clusters: [{name: onsale, cluster: {server: "https://$address:6443", certificate-authority: $folder/certificates/apiserver.crt}}]
users: [{name: admin, user: {token: $(head -1 "$folder/tokens.csv" | cut -d, -f1)}}]
contexts: [{name: onsale, context: {cluster: onsale, user: admin}}]
current-context: onsale
CONFIG

"$binaries/etcd" --data-dir "$folder/etcd" --unsafe-no-fsync --log-level=warn >"$logs/etcd.log" 2>&1 &
# with metrics-server the API server must be able to hand requests on, under a name of its own
aggregation=()
if [ -n "${METRICS_SERVER:-}" ]; then
  aggregation=(--client-ca-file="$folder/client-ca.crt" --requestheader-client-ca-file="$folder/front-proxy.crt"
    --proxy-client-cert-file="$folder/front-proxy.crt" --proxy-client-key-file="$folder/front-proxy.key"
    --requestheader-allowed-names=front-proxy --requestheader-extra-headers-prefix=X-Remote-Extra-
    --requestheader-group-headers=X-Remote-Group --requestheader-username-headers=X-Remote-User)
fi
"$binaries/kube-apiserver" "${aggregation[@]}" --etcd-servers=http://127.0.0.1:2379 --cert-dir="$folder/certificates" \
  --secure-port=6443 --bind-address=0.0.0.0 --advertise-address="$address" \
  --service-account-issuer=https://kubernetes.default.svc \
  --service-account-key-file="$folder/service-account.pub" \
  --service-account-signing-key-file="$folder/service-account.key" \
  --service-cluster-ip-range=10.96.0.0/16 --token-auth-file="$folder/tokens.csv" \
  --authorization-mode=RBAC --allow-privileged=true \
  --kubelet-preferred-address-types=InternalIP >"$logs/kube-apiserver.log" 2>&1 &

cat >"$folder/containerd.toml" <<CONFIG
version = 2
root = "$folder/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "$folder/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/onsale/pause:1"
  # without the capability SYS_RESOURCE a lower score than our own is refused and no sandbox starts
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$folder/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
CONFIG
cat >"$folder/cni/10-bridge.conflist" <<'CONFIG'
{"cniVersion": "0.4.0", "name": "onsale", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
CONFIG
containerd -c "$folder/containerd.toml" >"$logs/containerd.log" 2>&1 &

cat >"$folder/kubelet.yaml" <<CONFIG
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
cgroupRoot: /onsale-$n
failCgroupV1: false
failSwapOn: false
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}, x509: {}}
authorization: {mode: AlwaysAllow}
containerRuntimeEndpoint: unix://$folder/containerd.sock
healthzBindAddress: 127.0.0.1
readOnlyPort: 0
resolvConf: $folder/resolv.conf
volumePluginDir: $folder/kubelet/volume-plugins
evictionHard: {memory.available: "100Mi", nodefs.available: "1%", imagefs.available: "1%", nodefs.inodesFree: "1%"}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
localStorageCapacityIsolation: false
serializeImagePulls: false
registryPullQPS: 0
CONFIG
# stores are named by address; nothing in here answers names
echo "options timeout:1 attempts:1" >"$folder/resolv.conf"

for _ in $(seq 300); do
  ctr -a "$folder/containerd.sock" version >/dev/null 2>&1 && break
  sleep 0.1
done
ctr -a "$folder/containerd.sock" -n k8s.io images import "$folder/pause.tar" >"$logs/images.log" 2>&1
for _ in $(seq 600); do
  "$binaries/kubectl" --kubeconfig "$folder/components.kubeconfig" get --raw /readyz >/dev/null 2>&1 && break
  sleep 0.1
done

"$binaries/kube-controller-manager" --kubeconfig "$folder/components.kubeconfig" --leader-elect=false \
  --root-ca-file="$folder/certificates/apiserver.crt" \
  --service-account-private-key-file="$folder/service-account.key" \
  --flex-volume-plugin-dir="$folder/kubelet/volume-plugins" \
  --cluster-cidr="$cidr" >"$logs/kube-controller-manager.log" 2>&1 &
"$binaries/kube-scheduler" --kubeconfig "$folder/components.kubeconfig" --leader-elect=false \
  >"$logs/kube-scheduler.log" 2>&1 &
"$binaries/kubelet" --kubeconfig "$folder/components.kubeconfig" --config "$folder/kubelet.yaml" \
  --hostname-override "onsale-$n" --node-ip "$address" --root-dir "$folder/kubelet" >"$logs/kubelet.log" 2>&1 &
"$binaries/kube-proxy" --kubeconfig "$folder/components.kubeconfig" --proxy-mode iptables --cluster-cidr "$cidr" \
  --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0s --conntrack-tcp-timeout-close-wait=0s \
  --hostname-override "onsale-$n" >"$logs/kube-proxy.log" 2>&1 &
if [ -n "${METRICS_SERVER:-}" ]; then
  mkdir -p "$folder/metrics-server"
  "$METRICS_SERVER" --kubeconfig "$folder/components.kubeconfig" \
    --authentication-kubeconfig "$folder/components.kubeconfig" \
    --authorization-kubeconfig "$folder/components.kubeconfig" \
    --secure-port=4443 --cert-dir="$folder/metrics-server" --kubelet-insecure-tls \
    --kubelet-preferred-address-types=InternalIP --metric-resolution=15s >"$logs/metrics-server.log" 2>&1 &
fi
wait
