using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CniChain.Benchmarks.Agent;
using CniChain.Testing;

namespace CniChain.Benchmarks;

/// <summary>A node with the bench's own process on it.</summary>
internal sealed class BenchNode : IDisposable
{
    private readonly TestNode _node;
    private readonly Process _agent;
    private readonly PluginSet _plugins;
    private readonly List<string> _variables = [];
    private int _containers;

    public BenchNode(Side side)
    {
        Side = side;
        _plugins = side == Side.Reference ? PluginSet.Reference : PluginSet.CniChain;
        _node = TestNode.Create(_plugins);
        // It dies with the node; a debugger's socket of its own would stay in /tmp.
        _agent = _node.Start(["env", "DOTNET_EnableDiagnostics=0", Environment.ProcessPath!, "agent"]);
        _agent.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        _agent.BeginErrorReadLine();
        if (MannerOf(side) is { } manner)
        {
            var port = Ask(new Order { Do = "collect", Collector = manner }).Number;
            _variables.Add(string.Create(CultureInfo.InvariantCulture, $"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{port}"));
            _variables.Add("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
            _variables.Add("TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
    }

    public Side Side { get; }

    /// <summary>What the collector of a side does; null for one that has none.</summary>
    public static CollectorManner? MannerOf(Side side) => side switch
    {
        Side.Traced => CollectorManner.Takes,
        Side.Refused => CollectorManner.Refuses,
        Side.Hung => CollectorManner.Hangs,
        Side.Garbage => CollectorManner.Garbage,
        _ => null,
    };

    /// <summary>Sees to it that so many containers exist; they stay and are attached again and again.</summary>
    public void NeedContainers(int count)
    {
        if (count > _containers)
        {
            _node.AddContainers(count - _containers);
            _containers = count;
        }
    }

    /// <summary>Calls a verb for some containers.</summary>
    public Answer Call(string verb, int first, int count, int workers = 1, params IReadOnlyList<string> variables)
    {
        NeedContainers(first + count);
        return Ask(new Order
        {
            Do = Side == Side.Floor ? "floor" : "call",
            Plugins = _plugins,
            Verb = verb,
            First = first,
            Count = count,
            Workers = workers,
            Variables = [.. _variables, .. variables],
        });
    }

    /// <summary>Gives an order.</summary>
    public Answer Ask(Order order)
    {
        _agent.StandardInput.WriteLine(JsonSerializer.Serialize(order with { Plugins = _plugins }));
        _agent.StandardInput.Flush();
        var line = _agent.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the bench's process on the {Side} node died");
        return JsonSerializer.Deserialize<Answer>(line)!;
    }

    /// <summary>Runs commands on the node.</summary>
    public string Shell(string commands) => _node.Shell(commands);

    /// <summary>Starts a program on the node that stays, and waits until a command succeeds.</summary>
    public void StartDaemon(IReadOnlyList<string> words, string log, string ready)
    {
        _node.StartDaemon(words, log);
        _node.WaitFor(ready, log);
    }

    public void Dispose()
    {
        _agent.StandardInput.Close();
        _agent.WaitForExit(TimeSpan.FromSeconds(5));
        _node.Dispose();
        _agent.Dispose();
    }
}
