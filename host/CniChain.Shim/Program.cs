using CniChain.Shim;

// What a runtime executes for every plugin call and a person types. The order is that of frequency and cost: podman asks VERSION of
// every plugin at every command, so that answer needs no host, no file and no JSON library.
var environment = ProcessBlock.Read("/proc/self/environ\0"u8);
var arguments = ProcessBlock.Read("/proc/self/cmdline\0"u8);
var invokedAs = InvokedName.Of(arguments);

var command = environment.ValueOf("CNI_COMMAND"u8);
if (command.SequenceEqual("VERSION"u8))
{
    return StandardOutput.Write(Answers.Version);
}

if (command.IsEmpty)
{
    return arguments.Count > 1 && InvokedName.IsOwn(invokedAs)
        ? Foreground.RunCommandLine(arguments, environment)
        : Answers.Usage();
}

// A resident host is asked here, before this process turns into the one that serves the request in the foreground.
return Foreground.ServeRequest(invokedAs, environment);
