using System.Net.Sockets;
using CniChain.Testing;
using Grpc.Net.Client;

namespace CniChain.EndToEnd.Tests.Clients.Cri;

/// <summary>Speaks CRI with a runtime on a node, as a kubelet would: one pod, one container that serves a page.</summary>
internal sealed class CriClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly RuntimeService.RuntimeServiceClient _runtime;

    /// <param name="socket">The runtime's socket, by a path that holds in this process.</param>
    public CriClient(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _runtime = new RuntimeService.RuntimeServiceClient(_channel);
    }

    private static DateTime? Deadline => TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(60);

    /// <summary>Waits until the runtime says that a network is configured.</summary>
    public async Task WaitForNetworkAsync()
    {
        while (!(await _runtime.StatusAsync(new StatusRequest(), deadline: Deadline)).Status.Conditions.Single(c => c.Type == "NetworkReady").Status)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>Runs a pod and in it a container that serves <see cref="Rootfs.Greeting"/> on port 80.</summary>
    public async Task<CriPod> RunWebServerAsync(PodSandboxConfig config)
    {
        var sandbox = (await _runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = config }, deadline: Deadline)).PodSandboxId;
        var request = new CreateContainerRequest
        {
            PodSandboxId = sandbox,
            SandboxConfig = config,
            Config = new ContainerConfig
            {
                Metadata = new ContainerMetadata { Name = "web" },
                Image = new ImageSpec { Image = Containerd.Image },
                Command = { "/bin/httpd", "-f", "-p", "80", "-h", "/www" },
            },
        };
        var container = (await _runtime.CreateContainerAsync(request, deadline: Deadline)).ContainerId;
        await _runtime.StartContainerAsync(new ContainerId { ContainerId_ = container }, deadline: Deadline);
        var status = await _runtime.PodSandboxStatusAsync(new PodSandboxId { PodSandboxId_ = sandbox }, deadline: Deadline);
        return new CriPod(sandbox, container, status.Status.Network.Ip);
    }

    /// <summary>Runs a command in a pod's container.</summary>
    /// <returns>stdout.</returns>
    public async Task<string> ExecAsync(CriPod pod, string command)
    {
        var request = new ExecSyncRequest { ContainerId = pod.ContainerId, Cmd = { Command.Words(command) }, Timeout = 20 };
        var reply = await _runtime.ExecSyncAsync(request, deadline: Deadline);
        Assert.True(reply.ExitCode == 0, $"'{command}' exited with {reply.ExitCode}: {reply.Stderr.ToStringUtf8()}");
        return reply.Stdout.ToStringUtf8();
    }

    /// <summary>Stops a pod, twice as a kubelet does, and removes it.</summary>
    public async Task RemoveAsync(CriPod pod)
    {
        var sandbox = new PodSandboxId { PodSandboxId_ = pod.SandboxId };
        await _runtime.StopPodSandboxAsync(sandbox, deadline: Deadline);
        await _runtime.StopPodSandboxAsync(sandbox, deadline: Deadline);
        await _runtime.RemovePodSandboxAsync(sandbox, deadline: Deadline);
    }

    public void Dispose() => _channel.Dispose();
}
