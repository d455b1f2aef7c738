using System.Text.Json;

namespace CniChain.Host;

/// <summary>The plugins of one step of a chain, for who asks them about a network and runs no verb: the plugin, then the IPAM plugin it names.</summary>
internal static class StepPlugins
{
    /// <summary>Finds them, one after the other. An executed plugin calls its IPAM plugin itself.</summary>
    /// <param name="scope">The request.</param>
    /// <param name="subject">The network.</param>
    /// <param name="step">The step.</param>
    /// <param name="verb">The verb they see.</param>
    /// <exception cref="CniException">One cannot be had, or its configuration cannot be read.</exception>
    public static IEnumerable<(IChainPlugin Plugin, PluginCall Call)> Of(RequestScope scope, Subject subject, ChainEntry step, CniVerb verb)
    {
        var call = new PluginCall
        {
            Verb = verb,
            Scope = scope,
            Subject = subject,
            Config = StepConfigWriter.Write(step, subject.Chain, null, subject.Valid),
        };
        var plugin = scope.Resolver.Resolve(step.Type);
        yield return (plugin, call);
        if (!plugin.IsExecuted && NetworkConfig.Parse(JsonElement.Parse(call.Config)).IpamType is { } ipam
            && ipam != step.Type && ipam != ChainReader.OwnType)
        {
            yield return (scope.Resolver.Resolve(ipam), call with { IsIpam = true });
        }
    }
}
