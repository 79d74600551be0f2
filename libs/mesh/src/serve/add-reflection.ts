import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { readDescriptors } from '@prime-mesh/contracts';

type Descriptors = ConstructorParameters<typeof ReflectionService>[0];

/** Lets callers such as grpcurl ask a server for its services, and for the descriptors of all messages. */
export function addReflection(server: Pick<Server, 'addService'>, services: string[]): void {
  // All that the reflection service reads of a package definition.
  const descriptors = { all: { fileDescriptorProtos: readDescriptors() } } as unknown as Descriptors;
  new ReflectionService(descriptors, { services }).addToServer(server);
}
