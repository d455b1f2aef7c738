namespace CniChain.TestPlugins;

/// <summary>Records its calls; ADD adds the interface "adds" and the addresses of its IPAM plugin to the result.</summary>
[CniPlugin("recorder")]
[CniPlugin("recorder-new", MinimumVersion = "1.0.0")]
public sealed class RecorderPlugin : ICniPlugin
{
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        CallRecord.Append(context.Config.Root, context);
        var result = context.PrevResult ?? CniResult.Empty;
        if (context.Config.Root.GetString("adds") is { } name)
        {
            var made = new CniInterface { Name = name, Sandbox = context.NetnsPath, Mtu = 1400 };
            result = result with { Interfaces = [.. result.Interfaces, made] };
        }

        if (context.Ipam.IsConfigured)
        {
            var addresses = await context.Ipam.AddAsync(cancellationToken);
            result = result with { Ips = [.. result.Ips, .. addresses.Ips], Routes = [.. result.Routes, .. addresses.Routes] };
        }

        return result;
    }

    public async Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        CallRecord.Append(context.Config.Root, context);
        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.DelAsync(cancellationToken);
        }

        FailWhenAsked(context);
    }

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        CallRecord.Append(context.Config.Root, context);
        return context.Ipam.IsConfigured ? context.Ipam.CheckAsync(cancellationToken) : Task.CompletedTask;
    }

    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        CallRecord.Append(context.Config.Root, context);
        return context.Ipam.IsConfigured ? context.Ipam.StatusAsync(cancellationToken) : Task.CompletedTask;
    }

    public Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        CallRecord.Append(context.Config.Root, context);
        return context.Ipam.IsConfigured ? context.Ipam.GcAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>"failDelWhile": DEL fails as long as this file is there, as it would while a kernel object is busy.</summary>
    private static void FailWhenAsked(CniContext context)
    {
        if (context.Config.Root.GetString("failDelWhile") is { } file && File.Exists(file))
        {
            throw new CniException(CniErrorCode.TryAgainLater, $"recorder: {file} is there");
        }
    }
}
