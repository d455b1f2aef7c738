namespace CniChain.Plugins.Static;

/// <summary>IPAM of addresses that the configuration or the runtime names. Keeps nothing, so two containers may be given one address.</summary>
[CniPlugin("static")]
public sealed class StaticPlugin : ICniPlugin, ICniConfigCheck, ICniPlan
{
    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = StaticConfigReader.Read(context);
        return Task.FromResult(new CniResult { Ips = config.Addresses, Routes = config.Routes, Dns = config.Dns });
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = StaticConfigReader.Read(context);
        var result = context.PrevResult
            ?? throw new CniException(CniErrorCode.InvalidNetworkConfig, "static: CHECK came without a prevResult; give the result of ADD");
        foreach (var wanted in config.Addresses)
        {
            var found = result.Ips.FirstOrDefault(ip => ip.Address == wanted.Address)
                ?? throw Differs($"{wanted.Address} is configured and not in prevResult");
            if (wanted.Gateway is { } gateway && !gateway.Equals(found.Gateway))
            {
                throw Differs($"the gateway of {wanted.Address} is configured as {gateway} and is {found.Gateway?.ToString() ?? "none"} in prevResult");
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = StaticConfigReader.Read(context);
    }

    /// <inheritdoc/>
    public async Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken) =>
        new() { Result = await AddAsync(context, cancellationToken).ConfigureAwait(false) };

    private static CniException Differs(string what) =>
        new(CniErrorCode.InvalidNetworkConfig, $"static: {what}; DEL and ADD the container again");
}
