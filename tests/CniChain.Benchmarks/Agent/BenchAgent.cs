using System.Text.Json;
using CniChain.Benchmarks.Driving;
using CniChain.Benchmarks.Floor;

namespace CniChain.Benchmarks.Agent;

/// <summary>
/// The bench's process on a node: it plays the runtime there, so that entering the node's namespaces is no part of what is measured.
/// Orders come on stdin, answers go to stdout, a line of JSON each.
/// </summary>
internal sealed class BenchAgent : IDisposable
{
    private readonly Dictionary<int, Pod> _pods = [];
    private Collector? _collector;
    private KernelFloor? _floor;

    /// <summary>Carries out orders until stdin ends.</summary>
    /// <returns>The exit status.</returns>
    public static int Serve()
    {
        using var agent = new BenchAgent();
        while (Console.In.ReadLine() is { } line)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(agent.Obey(JsonSerializer.Deserialize<Order>(line)!)));
            Console.Out.Flush();
        }

        return 0;
    }

    public void Dispose()
    {
        _collector?.Dispose();
        _floor?.Dispose();
    }

    private Answer Obey(Order order)
    {
        try
        {
            return order.Do switch
            {
                "call" => Call(order),
                "pairs" => Pairs(order),
                "ask" => Ask(order),
                "floor" => Floor(order),
                "crowd" => Crowd.Make(order.Count, new ChainDriver(order.Plugins)),
                "collect" => new Answer { Number = (_collector ??= new Collector(order.Collector)).Port },
                "collected" => new Answer { Number = _collector?.Spans ?? 0 },
                "host" => new Answer { Host = HostProcess.Look() },
                "process" => new Answer { Host = HostProcess.Look(order.Count) },
                "stop-host" => StopHost(),
                _ => new Answer { Problem = $"unknown order {order.Do}", Failures = 1 },
            };
        }
        catch (Exception e)
        {
            return new Answer { Problem = e.ToString(), Failures = 1 };
        }
    }

    private Answer Call(Order order)
    {
        var driver = new ChainDriver(order.Plugins);
        var pods = Take(order);
        return WithHost(() => WorkerPool.Run(
            order.Workers, order.First, order.Count, i => driver.Call(order.Verb, pods[i - order.First], order.Variables)));
    }

    /// <summary>Adds what the host's processor time grew by.</summary>
    private static Answer WithHost(Func<Answer> run)
    {
        var before = HostProcess.Cpu();
        var answer = run();
        return answer with { CpuMilliseconds = answer.CpuMilliseconds + Math.Max(HostProcess.Cpu() - before, 0) };
    }

    /// <summary>ADD and DEL by turns, every container again and again, as a node does over months.</summary>
    private Answer Pairs(Order order)
    {
        var driver = new ChainDriver(order.Plugins);
        var pods = Take(order with { Count = order.Workers });
        var perWorker = order.Count / order.Workers;
        return WithHost(() => WorkerPool.Run(order.Workers, 0, order.Workers, worker =>
        {
            var cpu = 0.0;
            for (var i = 0; i < perWorker; i++)
            {
                pods[worker].BeginLife();
                cpu += driver.Call("ADD", pods[worker], order.Variables) + driver.Call("DEL", pods[worker], order.Variables);
            }

            return cpu;
        }));
    }

    private static Answer Ask(Order order)
    {
        var driver = new ChainDriver(order.Plugins);
        return WorkerPool.Run(order.Workers, 0, order.Count, _ => driver.Ask(order.Verb, order.Variables));
    }

    private Answer Floor(Order order)
    {
        var floor = _floor ??= new KernelFloor();
        var pods = Take(order);
        return WorkerPool.Run(order.Workers, order.First, order.Count, i =>
        {
            floor.Call(order.Verb, pods[i - order.First], i);
            return 0;
        });
    }

    private static Answer StopHost()
    {
        HostProcess.Stop();
        return new Answer();
    }

    private Pod[] Take(Order order)
    {
        var taken = new Pod[order.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            var number = order.First + i;
            if (!_pods.TryGetValue(number, out var pod))
            {
                _pods[number] = pod = order.Dhcp is { } family ? DhcpPod.Make(number, family) : new Pod($"container{number + 1}", 20000 + number);
            }

            if (order.Verb == "ADD")
            {
                pod.BeginLife();
            }

            taken[i] = pod;
        }

        return taken;
    }
}
