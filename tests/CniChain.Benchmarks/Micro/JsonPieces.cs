using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CniChain.Benchmarks.Driving;
using CniChain.Host;
using CniChain.Linux;
using CniChain.Testing;

namespace CniChain.Benchmarks.Micro;

/// <summary>Reading what a runtime writes on stdin, and writing what it reads from stdout.</summary>
public class JsonPieces
{
    private const string ResultText = """
        { "cniVersion": "1.0.0",
          "interfaces": [ { "name": "cni0", "mac": "8e:a5:2f:61:1c:03" }, { "name": "veth7d5a91c2", "mac": "22:0e:b4:3f:9a:51" },
                          { "name": "eth0", "mac": "c6:58:d1:07:aa:10", "sandbox": "/run/netns/container1" } ],
          "ips": [ { "interface": 2, "address": "10.88.0.2/16", "gateway": "10.88.0.1" } ],
          "routes": [ { "dst": "0.0.0.0/0" } ], "dns": {} }
        """;

    private static readonly byte[] s_result = Encoding.UTF8.GetBytes(ResultText);
    private static readonly byte[] s_config = Chain.Config(Chain.Of(PluginSet.CniChain).Plugins[0], new Pod("container1", 20000).Ports, s_result);

    private readonly NetworkNamespace _netns = NetworkNamespace.OpenCurrent();
    private readonly CniResult _result = CniResultReader.Read(JsonElement.Parse(s_result), CniVersion.V1_0_0);
    private readonly CniRequest _request;
    private readonly ChainDefinition _chain;
    private readonly byte[] _step;

    public JsonPieces()
    {
        _request = CniRequest.FromVariables(new Dictionary<string, string> { ["CNI_COMMAND"] = "ADD" }, _netns) with { Config = s_config };
        _chain = ChainReader.Read(RequestConfig.Read(_request), null);
        _step = StepConfigWriter.Write(_chain.Entries[0], _chain, null, null);
    }

    [Benchmark(Description = "request: parse stdin, find the chain")]
    public object ReadRequest() => ChainReader.Read(RequestConfig.Read(_request), null);

    [Benchmark(Description = "step: derive one plugin's configuration")]
    public object WriteStep() => StepConfigWriter.Write(_chain.Entries[1], _chain, _result, null);

    [Benchmark(Description = "step: parse one plugin's configuration")]
    public object ReadStep() => NetworkConfig.Parse(JsonElement.Parse(_step));

    [Benchmark(Description = "result: read")]
    public object ReadResult() => CniResultReader.Read(JsonElement.Parse(s_result), CniVersion.V1_0_0);

    [Benchmark(Description = "result: write")]
    public object WriteResult() => CniResultWriter.ToUtf8(_result, CniVersion.V1_0_0);
}
